/** What can be wrong with a model blob, by stable code. The sentence says what the trainer or the registrar has to mend. */
export const MODEL_PROBLEMS = {
  MAGIC: 'The file does not begin with TSM1: it is no Tallystick model.',
  LENGTH:
    'The length is not the one that the header announces, or above 24 575 bytes: the file is cut off or no model.',
  FEATURE_COUNT: 'The number of features is not between 1 and 64.',
  TURNOVER_FEATURE: 'The turnover feature is neither one of the features nor 255.',
  CUT_COUNT: 'The number of cuts is not between 1 and 256, or the features do not share it out exactly.',
  TREE_COUNT: 'The number of trees is not between 1 and 700.',
  SCORE_LINE: 'The slope is not above zero, or a score could leave the range of exact integers: scale the model down.',
  DEFAULT_PROBABILITY: 'A default probability is above 10 000 bps, or rises with the score.',
  REASON_CODE: 'A feature has reason code zero, which means no reason.',
  REFERENCE: 'A value of the reference row is outside the range of features.',
  CUT: 'A cut is outside the range of features, or the cuts of a feature do not rise.',
  SPLIT: 'A tree splits at a cut that does not exist.',
  TREE_PADDING: 'The last byte of a tree is not zero.',
} as const

export type ModelProblem = keyof typeof MODEL_PROBLEMS

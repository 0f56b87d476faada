import type { Bilingual } from '../text.ts'

/** Sentences for the errors of consents, models, scores, policies and lines; part of `CONTRACT_ERRORS`. */
export const CREDIT_ERRORS: Readonly<Record<string, Bilingual>> = {
  // Consents
  'UnknownProvider(bytes32 provider)': {
    en: 'This platform is not registered, or has been stopped. Choose another one.',
    zh: '该平台未登记或已被停用，请选择其他平台。',
  },
  'InvalidProvider(bytes32 provider)': {
    en: 'A platform needs an id, a key, a name, an address and at least one kind of data.',
    zh: '平台必须具备编号、密钥、名称、地址和至少一类数据。',
  },
  'InvalidScopes(uint32 scopes, uint32 available)': {
    en: 'A consent must name at least one kind of data, and only what the platform has: {available:scopes}.',
    zh: '授权须至少包含一类数据，且仅限平台拥有的：{available:scopes}。',
  },
  'InvalidExpiry(uint40 expiry, uint40 earliest, uint40 latest)': {
    en: 'The consent must end between {earliest:time} and {latest:time}.',
    zh: '授权的到期时间须在 {earliest:time} 至 {latest:time} 之间。',
  },
  'InvalidConsentSignature(address merchant)': {
    en: 'The signature is not one of {merchant:account} for exactly this consent, or it was used or voided before.',
    zh: '该签名不是 {merchant:account} 对此项授权的有效签名，或已被使用或作废。',
  },

  // Models
  'UnknownModel(uint16 version)': {
    en: 'There is no model with version {version}.',
    zh: '不存在第 {version} 版模型。',
  },
  'InvalidModel()': {
    en: 'A model needs its hashes, an address, the kinds of data it uses and a baseline that adds up to 100 %.',
    zh: '模型须具备各项哈希、地址、所需数据类别，且基准分布合计为 100 %。',
  },
  'WrongModelStatus(uint16 version, uint8 status)': {
    en: 'Model {version} is {status:modelStatus}, so this step does not apply.',
    zh: '第 {version} 版模型{status:modelStatus}，不能执行此操作。',
  },
  'SeparationOfDuties(address account)': {
    en: '{account:account} developed this model and cannot validate or approve it. Somebody else has to.',
    zh: '{account:account} 是该模型的开发方，不能自行验证或批准，须由他人办理。',
  },
  'WrongModelBlob(bytes32 hash, bytes32 modelHash)': {
    en: 'These bytes are not the registered model: their SHA-256 differs.',
    zh: '该数据不是已登记的模型，SHA-256 不一致。',
  },
  'BadModelBlob()': {
    en: 'These bytes are no model: they break a rule of the format.',
    zh: '该数据不符合模型格式。',
  },
  'AlreadyPublished(uint16 version)': {
    en: 'Model {version} has been published already.',
    zh: '第 {version} 版模型已经公开。',
  },
  'ModelNotPublished(uint16 version)': {
    en: 'Model {version} is confidential. Publish its blob before it can be evaluated on chain.',
    zh: '第 {version} 版模型尚未公开，须先公开才能在链上评估。',
  },
  'NoActiveModel()': {
    en: 'The bank has no active model, so nothing can be scored. Ask the bank.',
    zh: '银行目前没有启用的模型，无法评分，请联系银行。',
  },
  'WrongFeatureCount(uint256 given, uint256 needed)': {
    en: 'The model takes {needed} features, but {given} were given.',
    zh: '模型需要 {needed} 项特征，实际提供 {given} 项。',
  },
  'FeatureOutOfRange(uint256 index, int64 value)': {
    en: 'Feature number {index} has the value {value}, which no feature can have.',
    zh: '第 {index} 项特征的取值 {value} 超出范围。',
  },
  'BadStoreLength(uint256 length, uint256 max)': {
    en: 'The data are {length} bytes long; 1 to {max} can be stored.',
    zh: '数据长度为 {length} 字节，仅可存储 1 至 {max} 字节。',
  },
  'StoreFailed()': {
    en: 'The data could not be stored. Send the transaction again with more gas.',
    zh: '数据存储失败，请提高 gas 上限后重试。',
  },

  // Scores
  'RequestOpen(address merchant, bytes32 requestId)': {
    en: 'A score of {merchant:account} is being computed already. Wait for it.',
    zh: '{merchant:account} 的评分正在计算中，请稍候。',
  },
  'CooldownRunning(address merchant, uint40 until)': {
    en: '{merchant:account} was scored lately. A new score can be requested from {until:time}.',
    zh: '{merchant:account} 刚完成评分，{until:time} 之后才能再次申请。',
  },
  'DailyBudgetSpent(address merchant, uint16 budget, uint40 until)': {
    en: 'The {budget} scores of today have been used up. Try again from {until:time}.',
    zh: '今日 {budget} 次评分额度已用完，请在 {until:time} 之后再试。',
  },
  'ConsentMissing(address merchant, uint8 sources, uint8 needed)': {
    en: '{merchant:account} has consented to {sources} of at least {needed} platforms for all that the model needs. Sign a consent first.',
    zh: '{merchant:account} 的授权覆盖 {sources} 个平台，模型至少需要 {needed} 个平台的全部数据。请先签署授权。',
  },
  'NoScore(address merchant)': {
    en: '{merchant:account} has no score yet. Request one first.',
    zh: '{merchant:account} 尚无评分，请先申请。',
  },
  'WrongFeatures(bytes32 commitment, bytes32 stored)': {
    en: 'The features and the salt are not those that the score was computed from. Get both from the platform again.',
    zh: '特征与盐值不是该评分所依据的数据，请重新从平台获取。',
  },
  'InvalidLimits()': {
    en: 'Answer time, data age, both daily budgets and the number of sources must be above zero, the sources at most 8.',
    zh: '应答时限、数据时效、两项每日额度和数据源数量须大于零，数据源最多 8 个。',
  },
  'InvalidSource(uint8 index)': {
    en: 'Sources have the places 0 to 7, not {index}.',
    zh: '数据源位置为 0 至 7，不能是 {index}。',
  },

  // Oracle network
  'RequestNotOpen(bytes32 requestId)': {
    en: 'This request has been answered or given up already.',
    zh: '该请求已应答或已作废。',
  },
  'RequestNotExpired(bytes32 requestId, uint40 expiresAt)': {
    en: 'The answer may still come until {expiresAt:time}. Wait until then.',
    zh: '应答时限为 {expiresAt:time}，在此之前请等待。',
  },
  'TransportNotConfigured(uint8 transport)': {
    en: 'The oracle network is not set up for this way of delivery. The bank has to configure it.',
    zh: '预言机网络尚未配置该传输方式，须由银行设置。',
  },
  'InvalidOracleConfig()': {
    en: 'The configuration of the oracle network misses a required value.',
    zh: '预言机网络配置缺少必填项。',
  },
  'OnlyForwarder(address caller)': {
    en: "Only the oracle network's forwarder may deliver reports, not {caller:account}.",
    zh: '只有预言机网络的转发合约可以提交报告，{caller:account} 不可以。',
  },
  'WrongWorkflow(bytes32 workflowId)': {
    en: 'The report comes from another workflow than the one that is accepted.',
    zh: '该报告来自未被接受的工作流。',
  },
  'OnlyRouterCanFulfill()': {
    en: "Only the oracle network's router may deliver answers.",
    zh: '只有预言机网络的路由合约可以提交应答。',
  },
  'EmptyArgs()': {
    en: 'The oracle program was given no arguments. Ask the bank to check its oracle settings.',
    zh: '预言机程序缺少参数，请联系银行检查配置。',
  },
  'EmptySource()': {
    en: 'There is no oracle program to run. The bank has to set one.',
    zh: '没有可运行的预言机程序，须由银行设置。',
  },
  'NoInlineSecrets()': {
    en: 'Secrets cannot be given inline. The bank has to host them with the oracle network.',
    zh: '密钥不能内联提供，须由银行托管于预言机网络。',
  },

  // Policy
  'InvalidPolicy()': {
    en: 'A policy needs one to eight bands, from the highest score down, none larger or cheaper than the one above, and a lot and an age above zero.',
    zh: '政策须有一至八个档位，按分数从高到低排列，低档不得额度更高或价格更低，且取整单位和评分时效大于零。',
  },

  // Lines
  'WrongState(address merchant, uint8 state)': {
    en: 'The line of {merchant:account} is {state:lineState}, so this step does not apply.',
    zh: '{merchant:account} 的授信{state:lineState}，不能执行此操作。',
  },
  'ConsentNotLive(address merchant)': {
    en: 'No score of {merchant:account} stands on a consent that is still live. Sign a consent and request a score.',
    zh: '{merchant:account} 没有以有效授权为依据的评分，请先签署授权并申请评分。',
  },
  'ScorePending(address merchant)': {
    en: 'A new score of {merchant:account} is under way. Draw again once it has arrived.',
    zh: '{merchant:account} 的新评分正在计算，待完成后再提款。',
  },
  'ScoreStale(address merchant, uint40 asOf, uint40 oldest)': {
    en: 'The score stands on data of {asOf:time}; they may not be older than {oldest:time}. Request a new score.',
    zh: '评分所依据的数据截至 {asOf:time}，不得早于 {oldest:time}，请重新申请评分。',
  },
  'NoLimit(address merchant, uint16 score, uint80 turnover)': {
    en: 'The policy gives no limit to a score of {score} with a turnover of {turnover:cents} a month.',
    zh: '按现行政策，评分 {score}、月交易额 {turnover:cents} 不能获得额度。',
  },
  'LimitExceeded(uint256 principal, uint256 limit)': {
    en: 'The limit is {limit:amount}; this draw would make the principal {principal:amount}.',
    zh: '额度为 {limit:amount}，本次提款将使本金达到 {principal:amount}。',
  },
  'MarkedDown(address merchant, uint8 pct)': {
    en: '{pct} % of the debt is marked down. The bank has to release the mark before new money is drawn.',
    zh: '该债务已减值 {pct} %，须由银行解除减值后才能提款。',
  },
  'PastDue(address merchant, uint16 dueSince, uint128 due)': {
    en: '{due:amount} has been due since {dueSince:day}. Pay it before drawing again.',
    zh: '自 {dueSince:day} 起有 {due:amount} 到期未付，付清后才能提款。',
  },
  'RateAboveMaximum(uint16 rateBps, uint16 maxRateBps)': {
    en: 'The price is {rateBps:bps} a year now, above the {maxRateBps:bps} that you accepted. Nothing was drawn.',
    zh: '现行年利率为 {rateBps:bps}，高于您接受的 {maxRateBps:bps}，未提款。',
  },
  'NotPastDue(address merchant)': {
    en: 'Nothing of {merchant:account} is past due.',
    zh: '{merchant:account} 没有逾期款项。',
  },
  'TooEarly(uint16 daysPastDue, uint16 needed)': {
    en: 'The line is {daysPastDue} days past due; this step needs {needed}.',
    zh: '该授信逾期 {daysPastDue} 天，此操作需达到 {needed} 天。',
  },
  'DebtRemains(address merchant, uint128 total)': {
    en: '{total:amount} is still owed. Repay it before the line is closed.',
    zh: '仍欠 {total:amount}，还清后才能关闭授信。',
  },
  'InvalidOverride()': {
    en: "An override needs a reason, a day at most 180 days ahead, and a price within the book's.",
    zh: '人工调整须说明理由，期限不超过 180 天，且价格不超过账簿上限。',
  },
}

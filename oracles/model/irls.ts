/**
 * Logistic regression by iteratively reweighted least squares, split into the sums over rows and the step that follows
 * from them: sums of several data sets add up, so the same step serves central and federated training.
 */

/** A logistic regression could not be fitted: the message says why. */
export class FitError extends Error {
  override name = 'FitError'
}

/** Options of {@link fitLogistic}. */
export interface LogisticOptions {
  /** L2 penalty on every coefficient except the intercept. Default 1. */
  readonly ridge?: number
  /** Default 30. */
  readonly maxIterations?: number
  /** Converged when no coefficient moves by more. Default 1e-10. */
  readonly tolerance?: number
}

/** Length of {@link logisticSums} for `coefficients` coefficients, the intercept among them. */
export function sumsLength(coefficients: number): number {
  return coefficients + (coefficients * (coefficients + 1)) / 2
}

/**
 * Sums over rows at `beta`: the gradient of the log-likelihood, then the lower triangle of the information matrix, row
 * by row.
 * @param columns one array per feature, without the intercept's column of ones
 * @param labels 1 for a default, 0 otherwise
 * @param beta intercept first
 */
export function logisticSums(
  columns: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  beta: ArrayLike<number>,
): Float64Array {
  const size = columns.length + 1
  const sums = new Float64Array(sumsLength(size))
  const row = new Float64Array(size).fill(1)
  for (let i = 0; i < labels.length; i++) {
    for (let j = 1; j < size; j++) row[j] = columns[j - 1]?.[i] as number
    addRow(sums, row, labels[i] as number, beta)
  }
  return sums
}

function addRow(sums: Float64Array, row: Float64Array, label: number, beta: ArrayLike<number>): void {
  const probability = logistic(dot(row, beta))
  const weight = probability * (1 - probability)
  let at = row.length
  for (let a = 0; a < row.length; a++) {
    const value = row[a] as number
    sums[a] = (sums[a] as number) + (label - probability) * value
    for (let b = 0; b <= a; b++, at++) sums[at] = (sums[at] as number) + weight * value * (row[b] as number)
  }
}

/**
 * The Newton step that follows from {@link logisticSums}.
 * @returns what to add to `beta`
 * @throws FitError when the information matrix is not positive definite
 */
export function newtonStep(sums: ArrayLike<number>, beta: ArrayLike<number>, ridge: number): Float64Array {
  const size = beta.length
  const gradient = Float64Array.from({ length: size }, (_, a) => at(sums, a) - (a === 0 ? 0 : ridge * at(beta, a)))
  const lower = Float64Array.from({ length: sumsLength(size) - size }, (_, i) => at(sums, size + i))
  for (let a = 1; a < size; a++) lower[triangle(a, a)] = at(lower, triangle(a, a)) + ridge
  return solve(cholesky(lower, size), gradient)
}

/**
 * Coefficients, intercept first.
 * @throws FitError when both classes are not there, or the iteration does not converge
 */
export function fitLogistic(
  columns: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { ridge = 1, maxIterations = 30, tolerance = 1e-10 }: LogisticOptions = {},
): Float64Array {
  const defaults = Array.from(labels).filter((label) => label === 1).length
  if (defaults === 0 || defaults === labels.length) throw new FitError('the rows are of one class only')
  const beta = new Float64Array(columns.length + 1)
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = newtonStep(logisticSums(columns, labels, beta), beta, ridge)
    step.forEach((change, j) => {
      beta[j] = at(beta, j) + change
    })
    if (largest(step) <= tolerance) return beta
  }
  throw new FitError(`not converged after ${maxIterations} iterations`)
}

/** Largest absolute entry. */
export function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** 1 / (1 + e^−x). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i)
  return sum
}

function at(vector: ArrayLike<number>, index: number): number {
  return vector[index] as number
}

/** Place of row `a`, column `b` (b ≤ a) in a packed lower triangle. */
function triangle(a: number, b: number): number {
  return (a * (a + 1)) / 2 + b
}

function cholesky(lower: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(lower.length)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let rest = at(lower, triangle(a, b))
      for (let k = 0; k < b; k++) rest -= at(factor, triangle(a, k)) * at(factor, triangle(b, k))
      if (a === b && !(rest > 0)) throw new FitError(`coefficient ${a} is not determined by the data`)
      factor[triangle(a, b)] = a === b ? Math.sqrt(rest) : rest / at(factor, triangle(b, b))
    }
  }
  return factor
}

/** Solves L Lᵀ x = y. */
function solve(factor: Float64Array, y: Float64Array): Float64Array {
  const x = Float64Array.from(y)
  for (let a = 0; a < x.length; a++) {
    for (let k = 0; k < a; k++) x[a] = at(x, a) - at(factor, triangle(a, k)) * at(x, k)
    x[a] = at(x, a) / at(factor, triangle(a, a))
  }
  for (let a = x.length - 1; a >= 0; a--) {
    for (let k = a + 1; k < x.length; k++) x[a] = at(x, a) - at(factor, triangle(k, a)) * at(x, k)
    x[a] = at(x, a) / at(factor, triangle(a, a))
  }
  return x
}

/** Between probabilities and logits. */

/** The probability of a logit; 0 < p < 1 for every logit between about −700 and 36. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

/** log(p / (1 − p)); infinite for 0 and 1. */
export function logitOf(probability: number): number {
  return Math.log(probability / (1 - probability))
}

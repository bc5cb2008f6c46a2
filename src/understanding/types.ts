/** The vocabulary of understanding: what it learns from, and what it says about a message. */

/** The languages Liuke answers in. */
export type Language = 'zh' | 'en'

/** One example of how customers ask, with the intent it asks for. */
export interface LabelledUtterance {
  readonly text: string
  readonly label: string
}

/** Everything one model is trained from. The order of its lists never matters. */
export interface TrainingSet {
  /** What customers say, with the intent of each. */
  readonly rows: readonly LabelledUtterance[]
  /** Questions that are nobody's business here: the model learns to tell them from all intents. */
  readonly background: readonly string[]
  /** Questions of other businesses, which may touch the intents: they teach how sure to be, and nothing else. */
  readonly strangers?: readonly string[]
  /** More questions out of scope, which help to choose thresholds and nothing else. */
  readonly outOfScope?: readonly string[]
  /** Questions of customers nobody has labelled; they teach which words go together. */
  readonly unlabelled?: readonly string[]
  /** Titles of entries, learned from like utterances but never counted as questions of customers. */
  readonly titles?: readonly LabelledUtterance[]
  /** Any integer: the same rows and seed give the same model, bit for bit. */
  readonly seed: number
}

/** One intent a message may have. */
export interface Candidate {
  readonly intent: string
  /** Share of belief among all intents, 0..1; says how intents compare, not whether the best is right. */
  readonly probability: number
}

/** Where the bands of confidence begin; `ask` is never above `answer`. */
export interface Thresholds {
  /** Lowest confidence that is answered at once. */
  readonly answer: number
  /** Lowest confidence that is worth asking back about; below it the bot declines. */
  readonly ask: number
}

/** What a confidence is good for. */
export type Band = 'answer' | 'ask' | 'decline'

/** What the model makes of one message, in whichever language it is written. */
export interface Understanding {
  readonly text: string
  /** The likeliest intents, at most five, likeliest first. */
  readonly candidates: readonly Candidate[]
  /** Calibrated probability, 0..1, that the first candidate is what the customer wants. */
  readonly confidence: number
  readonly band: Band
}

/** The band a confidence falls into. */
export function bandOf(confidence: number, thresholds: Thresholds): Band {
  if (confidence >= thresholds.answer) return 'answer'
  return confidence >= thresholds.ask ? 'ask' : 'decline'
}

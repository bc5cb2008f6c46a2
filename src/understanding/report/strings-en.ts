/** The words of a report in English. */

/** Titles of so many columns: another language has others, and as many. */
type Titles<Count extends number, Found extends string[] = []> = Found['length'] extends Count
  ? Found
  : Titles<Count, [...Found, string]>

export const english = {
  title: 'How well questions are understood',
  nothing: '(nothing)',
  numbers: 'The numbers of this chart',
  notMeasured: 'not measured',
  none: 'None.',
  contents: 'Contents',
  and: ' and ',
  bands: { answer: 'answered', ask: 'asked back', decline: 'declined' },
  languages: { zh: 'Chinese', en: 'English', mixed: 'both in one' },
  outOfScope: 'out of scope',

  summary: (all: string, right: string, share: string) =>
    `Of ${all} questions that have an answer, ${right} (${share}) were understood rightly.`,
  summaryAnswered: (wrong: string, declined: string) =>
    `Of what is answered at once, ${wrong} is answered wrongly; ${declined} is declined although there is an answer.`,
  summaryOutOfScope: (all: string, found: string) =>
    `Of ${all} questions that are nobody's business here, ${found} could be told apart at the price of declining 5 % of the others.`,
  summaryNothing: 'No question that has an answer was asked.',

  measured: {
    title: 'What was measured',
    at: 'Made',
    duration: 'Took',
    engine: 'Engine',
    engines: { liuke: 'Liuke', stock: 'NLP.js as it comes' } as Readonly<Record<string, string>>,
    seed: 'Seed of the training',
    learned: 'Learned from',
    learnedCounts: (utterances: string, intents: string, background: string) =>
      `${utterances} utterances of ${intents} intents, ${background} background questions`,
    asked: 'Asked',
    askedCounts: (questions: string, outOfScope: string) =>
      `${questions} questions in scope, ${outOfScope} out of scope`,
    corpus: (folder: string) => `the corpus in ${folder}`,
    heldOut: 'the held-out questions of the corpus',
    version: 'Content of the corpus',
    model: 'Model',
    thresholds: 'Thresholds in force',
    thresholdValues: (ask: string, answer: string) => `asks back from ${ask}, answers from ${answer}`,
    node: 'Node.js',
  },

  figures: {
    title: 'Figures',
    columns: ['Figure', 'Value', 'What it says'] satisfies Titles<3>,
    names: {
      accuracy: 'Accuracy',
      accuracyZh: 'Accuracy, Chinese',
      accuracyEn: 'Accuracy, English',
      accuracyMixed: 'Accuracy, both in one',
      macroF1: 'Macro F1',
      answeredWrong: 'Answered wrongly',
      answeredWrongWithOos: 'Answered wrongly, with out of scope',
      falseFallback: 'Declined though in scope',
      oosAuroc: 'Out of scope: AUROC',
      oosRecallAt5: 'Out of scope found',
      ece: 'Calibration error (ECE)',
      precisionAt80: 'Right where confidence ≥ 0.8',
      coverageAt80: 'Confidence ≥ 0.8',
      trainMs: 'Training',
      calibrateMs: 'Calibration',
      p50Ms: 'Per question, median',
      p99Ms: 'Per question, 99 %',
      modelBytes: 'Size of the model',
      peakRssMb: 'Memory at most',
    },
    meanings: {
      accuracy: 'the likeliest entry is a right one',
      accuracyZh: '',
      accuracyEn: '',
      accuracyMixed: 'Chinese with an English word in it, or the other way round',
      macroF1: 'recall and precision together, every entry counted alike',
      answeredWrong: 'of what is answered at once, the share whose entry is wrong',
      answeredWrongWithOos: 'the same, where any answer to a question out of scope is wrong too',
      falseFallback: 'the bot says that it does not know, although it has an answer',
      oosAuroc: 'how often a question in scope is surer than one out of scope; 1 is best, 0.5 is chance',
      oosRecallAt5: 'of questions out of scope, when 5 % of those in scope may be declined',
      ece: 'mean distance between confidence and how often it is right; 0 is best',
      precisionAt80: 'accuracy of the sure guesses',
      coverageAt80: 'share of questions with a sure guess',
      trainMs: '',
      calibrateMs: '',
      p50Ms: '',
      p99Ms: '',
      modelBytes: '',
      peakRssMb: 'of this process, training included',
    },
  },

  byLanguage: {
    title: 'By language',
    columns: [
      'Written in',
      'Questions',
      'Accuracy',
      'Declined',
      'Answered at once',
      'of these wrong',
    ] satisfies Titles<6>,
  },

  comparison: {
    title: 'Compared with the earlier report',
    intro: (at: string, engine: string, seed: string) =>
      `The earlier report was made ${at}: ${engine}, seed ${seed}.`,
    sameModel: 'Both were made with the very same model.',
    shared: (inScope: string, outOfScope: string) =>
      `Both hold ${inScope} questions in scope and ${outOfScope} out of scope; what changed is judged on these.`,
    others: (earlier: string, now: string, relabelled: string) =>
      `${earlier} questions are only in the earlier one, ${now} only in this one, ${relabelled} expect another intent now.`,
    noneShared: 'They have no question in common, so nothing can be judged.',
    columns: ['Figure', 'Earlier', 'Now', 'Difference', 'Judgement'] satisfies Titles<5>,
    verdicts: { better: 'better', worse: 'worse', unclear: 'may be chance' },
    unchanged: 'unchanged',
    onShared: (earlier: string, now: string) => `on shared questions ${earlier} → ${now}`,
    mcnemar: (now: string, earlier: string, p: string) => `+${now} −${earlier} questions, p ${p}`,
    bootstrap: (interval: string) => `95 %: ${interval}`,
    note:
      'Shares of questions are judged by McNemar’s exact test: + counts questions that joined the share, − those that ' +
      'left it. Other figures are judged by drawing the questions again a thousand times (paired bootstrap), where ' +
      'both reports share at least 20. One judgement in twenty comes out by chance alone. Times and memory depend on ' +
      'the machine and are not judged. A question is the same when its text is, letter by letter.',
    better: (count: string) => `Entries that got better (${count})`,
    worse: (count: string) => `Entries that got worse (${count})`,
    entryColumns: ['Entry', 'Questions', 'F1 earlier', 'F1 now', 'Difference'] satisfies Titles<5>,
    broke: (count: string) => `Questions that broke (${count})`,
    mended: (count: string) => `Questions that were mended (${count})`,
    changedColumns: ['Question', 'Expected', 'Earlier', 'Now'] satisfies Titles<4>,
    changedNote:
      'In scope: the likeliest entry was right and is not, or the other way round. Out of scope: declined or not.',
    more: (count: string) => `${count} more are in report.json.`,
  },

  confusions: {
    title: 'What is confused most',
    columns: ['Expected → predicted', 'Questions', 'Confidence', 'For example'] satisfies Titles<4>,
    of: (count: string, all: string) => `${count} of ${all}`,
    none: 'Nothing is confused: every question was understood rightly.',
  },

  entries: {
    title: 'The weakest entries',
    columns: ['Entry', 'F1', 'Recall', 'Precision', 'Phrases', 'Wrong questions'] satisfies Titles<6>,
    counts: (right: string, all: string) => `${right} of ${all}`,
    missed: 'went to',
    taken: 'came from',
    letIn: 'out of scope, yet answered',
    more: (count: string) => `and ${count} more`,
    note:
      'Recall: of its own questions, those that were found. Precision: of questions taken for it, those that are. ' +
      'Phrases: utterances it is learned from.',
    none: 'No entry was missed or mistaken.',
    unasked: (count: string) => `${count} entries have no question to measure them on.`,
  },

  confidence: {
    title: 'Confidence',
    reliability: 'Is confidence what it says?',
    reliabilityText: (ece: string) =>
      `Bars show how often guesses of each confidence were right, short lines how often they should have been. Thin lines are 95 % intervals: few questions tell little. Calibration error ${ece}.`,
    distribution: 'Where confidences lie',
    distributionText: 'Every strip has its own scale; the number at its left is that of its highest bar.',
    axisConfidence: 'confidence',
    axisRight: 'share right',
    questions: 'questions',
    right: 'right',
    wrong: 'wrong',
    reliabilityColumns: ['Confidence', 'Questions', 'Mean confidence', 'Right'] satisfies Titles<4>,
    distributionColumns: ['Confidence', 'Right', 'Wrong', 'Out of scope'] satisfies Titles<4>,
    ask: (value: string) => `asks ≥ ${value}`,
    answer: (value: string) => `answers ≥ ${value}`,
  },

  thresholds: {
    title: 'Thresholds, and what they cost',
    text:
      'What would happen if everything below a threshold were declined: the more questions in scope you can bear to lose, ' +
      'the more of those out of scope are kept away.',
    columns: [
      'Allowed',
      'Threshold',
      'Declined in scope',
      'Out of scope found',
      'Right of what stays',
      '… with out of scope',
      'Coverage',
    ] satisfies Titles<7>,
    upTo: (percent: number) => `up to ${percent} %`,
    current: { ask: 'now: asks back from here', answer: 'now: answers from here' },
    note:
      'Coverage: the share of in-scope questions that stay. Thresholds chosen by these questions flatter themselves a ' +
      'little; the product chooses its own from questions it has set aside while training.',
    noOutOfScope: 'No question out of scope was asked, so what is kept away cannot be told.',
    chart: 'What is lost and what is kept away',
    chartText: 'Questions in scope that are declined, against questions out of scope that are found.',
    axisDeclined: 'declined in scope',
    axisFound: 'found out of scope',
    now: 'now',
    none: 'Nothing was asked.',
  },

  footer:
    'Made by liuke evaluate. report.json, beside this page, holds every question with its outcome and can be compared ' +
    'with a later report.',
}

export type Strings = typeof english

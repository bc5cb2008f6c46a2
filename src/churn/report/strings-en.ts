/** The words of a churn report in English. */

/** Notes by their codes. */
interface NoteWords {
  readonly [code: string]: string
}

export const english = {
  title: 'How well the churn model predicts',
  contents: 'Contents',
  numbers: 'The numbers of this chart',
  unknown: '(not known)',
  summary: (customers: string, share: string) =>
    `Learnt from ${customers} customers, of whom ${share} left. Nobody is judged by a model that learnt from them.`,
  summaryTest: (customers: string, share: string, others: string) =>
    `Learnt from ${customers} customers, of whom ${share} left, and measured on ${others} others.`,
  figures: {
    title: 'Figures',
    columns: ['Figure', 'Value', '95 % interval', 'How to read it'] as const,
    auc5: ['AUC over five folds', 'mean, and standard deviation of the folds: believe this one'] as const,
    auc: [
      'AUC',
      'probability that somebody who left has a higher score than somebody who stayed; .5 is chance',
    ] as const,
    brier: ['Brier score', 'mean squared error of the probability; lower is better'] as const,
    ece: ['Calibration error', 'how far probabilities are from what happened, over ten bins'] as const,
    eceByChance: (limit: string) => `by chance up to ${limit}`,
    accuracy: [
      'Right at .5',
      'a limit of .5 is used nowhere here; always saying "stays" gives the share that stays',
    ] as const,
    recall: ['Found at .5', 'of those who left'] as const,
    later: (from: string, earlier: string) =>
      [
        `AUC on later customers`,
        `learnt from ${earlier} earlier ones, measured on those from ${from} on`,
      ] as const,
    newton: ["Difference to Newton's method", 'largest difference in the probability of a customer'] as const,
    seconds: ['Training', ''] as const,
  },
  roc: {
    title: 'Who is found',
    heading: 'Found against false alarms (ROC)',
    explanation:
      'Each point is a limit: how many of those who left it finds, for how many of those who stayed.',
    label: 'ROC curve',
    x: 'share of those who stayed',
    y: 'share of those who left',
    columns: ['From probability', 'Of those who stayed', 'Of those who left'] as const,
  },
  calibration: {
    heading: 'Predicted and what happened',
    explanation:
      'Bars: the share that left, with its 95 % interval. The short thick line is what was predicted. Below: customers.',
    label: 'Predicted beside observed shares in ten bins of probability',
    x: 'predicted probability',
    y: 'share that left',
    rows: 'customers',
    columns: ['Predicted', 'Customers', 'Mean predicted', 'Left', '95 % interval'] as const,
  },
  curve: {
    title: 'What more customers would bring',
    heading: 'AUC by number of customers learnt from',
    explanation:
      'Each size over five folds, with a standard deviation. A line that has become flat says: more will not help, other columns might.',
    label: 'Learning curve',
    x: 'customers learnt from',
    y: 'AUC',
    columns: ['Customers', 'AUC', 'Standard deviation', 'Brier score'] as const,
    none: 'There are too few customers for parts of them to be learnt from.',
  },
  reasons: {
    title: 'What the reasons are made of',
    heading: 'How much each group moves scores',
    explanation:
      'Mean distance from the average customer, in logits; the whisker goes from the weakest to the strongest of the redrawn models.',
    label: 'Strength of groups of reasons',
    columns: ['Group', 'Mean', 'From', 'To'] as const,
    stability: (count: string, groups: string, columns: string) =>
      `Of the three strongest groups told of a customer, ${groups} are also among the three of a model that learnt from redrawn customers (mean of ${count}). Of single columns it would be ${columns}: that is why reasons are told in groups.`,
    unstable:
      'Below 80 % agents would be told other reasons after every training. Two groups probably say the same thing: take columns out of one that follow from the other.',
    cause: 'Reasons are associations, not causes.',
  },
  groups: {
    title: 'Groups that are only looked at',
    note: 'Nobody is scored by these. A model that is fair to a group has predicted and observed shares close together.',
    columns: ['Group', 'Customers', 'Predicted', 'Left', '95 % interval of who left'] as const,
    off: 'outside the interval',
    none: 'The mapping names no column to be audited.',
  },
  ranking: {
    title: 'What each column says alone (chi-squared)',
    note: 'A report, no way to choose: a column that says little alone may say much beside others.',
    columns: ['Column', 'Chi-squared', 'Degrees', 'p', "Cramér's V"] as const,
  },
  grid: {
    title: 'Other columns, and ridge',
    note: 'Mean AUC of five folds. Columns are chosen within the customers that are learnt from.',
    columns: ['Learns from', 'Columns', 'λ', 'AUC', 'Standard error', ''] as const,
    all: 'all columns',
    without: (group: string) => `without ${group}`,
    top: (count: string) => `the ${count} with the highest chi-squared`,
    best: 'best',
    simplest: 'simplest within one standard error of the best',
    inForce: 'as trained',
    keep: 'The model as it is trained is within one standard error of the best: nothing is won by another.',
    change:
      'Another choice is better by more than one standard error of the best: change the mapping, and measure again.',
  },
  drift: {
    title: 'Drift: the customers measured on, against those learnt from',
    note: 'Population stability index. "By chance" is what 99 of 100 samples of this size stay below that come from the same customers.',
    columns: ['Column', 'PSI', 'By chance', ''] as const,
    score: 'the score itself',
    verdicts: {
      same: '',
      small: 'more than chance, and little',
      moderate: 'has moved',
      large: 'has moved far',
    },
    few: 'There are too few customers to tell drift from chance: it takes 1,000 on both sides.',
  },
  notes: {
    title: 'Notes of the training',
    none: 'None.',
    /** What a code means, where the message of the training itself is not in this language. */
    codes: {} as NoteWords,
  },
  setting: {
    title: 'What was measured',
    mapping: 'Mapping',
    data: 'Learnt from',
    test: 'Measured on',
    made: 'Made',
    seed: 'Seed',
    model: 'Model',
    unseen: 'Cells with a value not seen before',
  },
}

/** The words of a report; other languages have as many. */
export type Strings = Translated<typeof english>

/** The same names and shapes, with other words. */
type Translated<Words> = Words extends string
  ? string
  : Words extends (...values: infer Values) => infer Said
    ? (...values: Values) => Translated<Said>
    : { readonly [Name in keyof Words]: Translated<Words[Name]> }

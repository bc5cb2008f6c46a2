/** What a problem in an edited file looks like, and the codes every such file can have. */

/** `error` keeps a corpus from being published; `warning` is worth a look. */
export type Severity = 'error' | 'warning'

/** One thing that is wrong in a file people edit, and what to do about it. */
export interface Problem {
  /** Path of the file as it can be reached from the folder that was named to the loader. */
  readonly file: string
  /** Line, counted from 1; 1 as well where the whole file or folder is meant. */
  readonly line: number
  readonly severity: Severity
  /** Stable name of the kind of problem, listed in docs/corpus.md. */
  readonly code: string
  /** What is wrong, in one sentence. */
  readonly message: string
  /** What to do about it, in one sentence. */
  readonly fix: string
}

/** Where a problem stands. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** Codes that any YAML folder can report, with their severity. */
export const sourceProblems = {
  folder_missing: 'error',
  folder_unreadable: 'error',
  too_many_files: 'error',
  file_symlink: 'error',
  file_unreadable: 'error',
  file_too_large: 'error',
  file_not_utf8: 'error',
  yaml_syntax: 'error',
  yaml_too_deep: 'error',
  yaml_alias: 'error',
  yaml_tag: 'error',
  yaml_key: 'error',
  yaml_duplicate_key: 'error',
  text_control: 'error',
  field_unknown: 'error',
  field_missing: 'error',
  field_type: 'error',
  field_value: 'error',
  language_missing: 'error',
  text_empty: 'error',
  text_too_long: 'error',
  list_too_long: 'error',
} as const satisfies Readonly<Record<string, Severity>>

/** Codes that only the company's tables report. */
export const companyProblems = {
  ...sourceProblems,
  company_key: 'error',
  company_duplicate_key: 'error',
  company_time_zone: 'error',
  branding_contrast: 'error',
} as const satisfies Readonly<Record<string, Severity>>

/**
 * A function that makes problems of the given codes, so that a code always has the same severity
 * and a misspelt code does not compile.
 */
export function problemMaker<Codes extends Readonly<Record<string, Severity>>>(codes: Codes) {
  return (code: keyof Codes & string, at: Place, message: string, fix: string): Problem => {
    // The index is a key of the table by its type; `noUncheckedIndexedAccess` cannot see that in a generic.
    const severity = codes[code] as Severity
    return { file: at.file, line: at.line, severity, code, message, fix }
  }
}

/** Problems in reading order: by file, then line, then code. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.file, b.file) || a.line - b.line || compare(a.code, b.code) || compare(a.message, b.message),
  )
}

/** Whether anything stands in the way of using what was read. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

/** Whether the problem means that a file's content is missing, so that what refers to it cannot be judged. */
export function hidesContent(problem: Problem): boolean {
  return /^(?:folder_missing|folder_unreadable|too_many_files|file_.*|yaml_syntax|yaml_too_deep)$/.test(
    problem.code,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The codes of everything `liuke corpus check` can report, with their severity. */

import { companyProblems, problemMaker, type Severity } from '../company/problems.ts'

/** docs/corpus.md explains each of them; a test keeps the two together. */
export const corpusProblems = {
  ...companyProblems,
  file_unused: 'warning',

  entries_missing: 'error',
  entries_too_many: 'error',
  entry_id: 'error',
  entry_twice: 'error',
  entry_dialog: 'error',
  entry_tag: 'error',
  entry_validity: 'error',
  related_unknown: 'error',
  related_self: 'error',
  title_long: 'warning',
  title_twice: 'error',
  phrases_few: 'warning',
  phrase_twice: 'error',
  phrase_repeated: 'warning',
  answer_long: 'warning',

  template_brace: 'error',
  template_choice: 'error',
  variable_unknown: 'error',
  text_language: 'warning',

  test_entry_unknown: 'error',
  test_is_phrase: 'error',
  test_twice: 'warning',
  tests_none: 'warning',
  background_few: 'warning',
  background_is_phrase: 'error',

  wording_missing: 'error',
  wording_unknown: 'warning',
  wording_twice: 'error',
  wording_value_unknown: 'error',
  wording_value_unused: 'warning',
  wording_privacy: 'error',

  named_entry_unknown: 'error',

  desk_id: 'error',
  desk_twice: 'error',

  command_missing: 'error',
  command_twice: 'error',
  command_marker: 'error',
  command_hides_phrase: 'warning',
} as const satisfies Readonly<Record<string, Severity>>

/** Makes a problem of one of these codes. */
export const problem = problemMaker(corpusProblems)

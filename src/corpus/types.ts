/** What a corpus is once it was read: entries, wording, lexicon, held-out questions, and what is wrong with them. */

import type { Company } from '../company/load.ts'
import type { Place, Problem } from '../company/problems.ts'
import type { Bilingual } from '../company/variables.ts'
import type { ValuePath, YamlSource } from '../company/yaml-source.ts'
import type { Language } from '../understanding/types.ts'
import type { Commands } from './commands.ts'
import type { DeskSettings } from './desk-settings.ts'
import type { Phrases, Variants } from './phrases.ts'

export type { Problem, Severity } from '../company/problems.ts'
export type { Bilingual } from '../company/variables.ts'
export type { Language } from '../understanding/types.ts'

/** `faq` is answered from the entry, `dialog` starts a dialog, `small-talk` is chat beside the point. */
export type EntryKind = 'faq' | 'dialog' | 'small-talk'

/** When an entry is answered: days where the company is, both included, `YYYY-MM-DD`. */
export interface Validity {
  readonly from?: string
  readonly until?: string
}

/** One thing customers ask, how they ask it, and what they are answered, in both languages. */
export interface Entry {
  /** `topic.what`, stable; also the intent the model predicts. */
  readonly id: string
  readonly kind: EntryKind
  /** Name of the dialog to start; there exactly when the kind is `dialog`. */
  readonly dialog?: string
  /** What is shown when the bot asks "did you mean …?". */
  readonly title: Bilingual
  /** Ids of up to three entries offered after the answer. */
  readonly related: readonly string[]
  /** Words leads sort entries by; left out where there are none. */
  readonly tags?: readonly string[]
  /** Left out where it is always answered. */
  readonly valid?: Validity
  /** What customers write, to learn from. */
  readonly phrases: { readonly zh: readonly string[]; readonly en: readonly string[] }
  /** Templates with `{company.name}` holes, of several the first; use `answerOf`. */
  readonly answer: Bilingual
  /** All templates, where there are several in either language. */
  readonly answers?: Variants
  readonly file: string
  readonly line: number
}

/** A question the bot never learns from and is measured on. */
export interface HeldOutQuestion {
  /** Ids of which each is right; empty means that the question is out of scope. */
  readonly labels: readonly string[]
  readonly text: string
  readonly language: Language | 'mixed'
  readonly file: string
  readonly line: number
}

/** Everything read from the corpus folder and the company's tables. */
export interface Corpus {
  /** Entries by id, in the order of their files. Entries with errors of shape are left out. */
  readonly entries: ReadonlyMap<string, Entry>
  /** Everything else the bot says; use `say`. */
  readonly phrases: Phrases
  /** Words that steer a conversation; use `commandOf`, `replyOf`, `followUpOf`. */
  readonly commands: Commands
  /** Questions that are not this company's business; they teach the model to decline. */
  readonly background: readonly string[]
  readonly tests: readonly HeldOutQuestion[]
  /** What leads have set for the desk. */
  readonly desk: DeskSettings
  readonly company: Company
  /** Everything wrong in corpus and company tables, in reading order. */
  readonly problems: readonly Problem[]
  /**
   * SHA-256, in hex, of all content. Comments, layout, the order of entries and the files they stand
   * in do not change it.
   */
  readonly hash: string
}

/** A text in a file, so that a problem with it can say where it stands. */
export interface Written {
  readonly text: string
  readonly source: YamlSource
  readonly path: ValuePath
}

/** Where a text stands; `index` counts its UTF-16 units. */
export function placeOf(written: Written, index = 0): Place {
  const line = written.source.lineWithin(written.path, index)
  return { file: written.source.file, line }
}

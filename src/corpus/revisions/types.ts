/** The vocabulary of curation: the files of a corpus, and its items, which are edited one at a time. */

import type { Bilingual, EntryKind, Validity } from '../types.ts'

export type { Validity } from '../types.ts'

/** One file of a corpus; `path` is inside the folder, with `/`. */
export interface CorpusFile {
  readonly path: string
  readonly text: string
}

/**
 * What is edited at a time. `entry`: one of `faq/`. `wording`: one key of `phrases/`. `test`: the held-out questions of
 * one label in one file of `tests/`. `file`: a whole file (rules, offers, desk, lexicon, rule tests, out-of-scope).
 */
export type ItemKind = 'entry' | 'wording' | 'test' | 'file'

/** A stretch of a file; all items of a file, one after the other, are the file, byte for byte. */
export interface Item {
  /** `entry:bill.due-date`, `wording:person.queued-first`, `test:tests/bill.yaml#pay.refund|pay.refund-time`, `file:handoff.yaml`. */
  readonly key: string
  readonly kind: ItemKind
  readonly file: string
  /** YAML, with the comments above it. */
  readonly source: string
}

/** An entry as leads edit it and as other formats give it. */
export interface EntryContent {
  readonly id: string
  readonly kind: EntryKind
  readonly dialog?: string
  readonly title: Bilingual
  readonly related: readonly string[]
  readonly tags: readonly string[]
  readonly valid?: Validity
  readonly phrases: { readonly zh: readonly string[]; readonly en: readonly string[] }
  /** One text or up to six variants in each language. */
  readonly answer: { readonly zh: readonly string[]; readonly en: readonly string[] }
}

/** One key of the wording. */
export interface WordingContent {
  readonly key: string
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** Held-out questions of one label, or several labels joined by `|` of which each is right. */
export interface TestContent {
  readonly entry: string
  readonly zh: readonly string[]
  readonly en: readonly string[]
  readonly mixed: readonly string[]
}

/** An item whose form a lead can fill in; files are edited as YAML. */
export type ItemContent =
  | { readonly kind: 'entry'; readonly entry: EntryContent }
  | { readonly kind: 'wording'; readonly wording: WordingContent }
  | { readonly kind: 'test'; readonly test: TestContent }
  | { readonly kind: 'file'; readonly text: string }

/** An item that one side has and the other has not, or has otherwise. */
export interface ItemDifference {
  readonly key: string
  readonly kind: ItemKind
  readonly file: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly before: string | null
  readonly after: string | null
}

/** A problem of the corpus check, with the item it stands in. */
export interface ItemProblem {
  readonly key: string | null
  readonly file: string
  readonly line: number
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly fix: string
}

/** What the corpus pages of the console and the server say to each other. */

import type { ItemContent, ItemDifference, ItemKind, ItemProblem } from '../corpus/revisions/types.ts'
import type { GateReport, GateStage } from '../jobs/publish/types.ts'
import type { Understanding } from '../understanding/types.ts'

export type {
  EntryContent,
  ItemContent,
  ItemDifference,
  ItemKind,
  ItemProblem,
  TestContent,
  Validity,
  WordingContent,
} from '../corpus/revisions/types.ts'
export type {
  AskedOfBoth,
  GateConflict,
  GateEntry,
  GateFigures,
  GateFinding,
  GateReport,
  GateStage,
} from '../jobs/publish/types.ts'

/** Times are milliseconds since 1970, people are names of accounts. */

/** One line of the list of items. */
export interface ItemSummary {
  readonly key: string
  readonly kind: ItemKind
  readonly file: string
  /** Of an entry its title, of wording its first text, of tests the label, of a file its path. */
  readonly title: { readonly zh: string; readonly en: string }
  /** Entries only, else 0. */
  readonly phrases: { readonly zh: number; readonly en: number }
  readonly entryKind: 'faq' | 'dialog' | 'small-talk' | null
  readonly tags: readonly string[]
  /** `expired` and `coming` by today's date. */
  readonly validity: 'always' | 'now' | 'coming' | 'expired'
  readonly change: 'added' | 'changed' | 'removed' | null
  /** Changed in the draft, and in the live revision since. */
  readonly isStale: boolean
  readonly errors: number
  readonly warnings: number
  /** Who else has it open. */
  readonly open: readonly { readonly account: string; readonly editing: boolean }[]
}

/** GET api/console/corpus/items?kind=&q=&tag=&state=&cursor= ; `q` looks in ids, titles, phrases and answers of both languages. `state`: changed | errors | warnings | expired | untranslated */
export interface ItemsAnswer {
  readonly items: readonly ItemSummary[]
  readonly next: string | null
  readonly total: number
  readonly tags: readonly string[]
}

/** GET api/console/corpus/draft */
export interface DraftAnswer {
  /** Live revision; null: the corpus folder, nothing was published here yet. */
  readonly live: number | null
  /** Hash of the draft's files; that of a gate must be the same for it to be published. */
  readonly contentHash: string
  readonly changes: readonly DraftChange[]
  readonly problems: readonly ItemProblem[]
  /** The corpus folder holds something else than what is live: how many items differ, or why it cannot be read. */
  readonly folder: { readonly differences: number; readonly problems: number } | null
  readonly fourEyes: boolean
}

export interface DraftChange {
  readonly key: string
  readonly kind: ItemKind
  readonly change: 'added' | 'changed' | 'removed'
  readonly by: string
  readonly at: number
  readonly version: number
  readonly isStale: boolean
}

/** GET api/console/corpus/item?key=… */
export interface ItemAnswer {
  readonly key: string
  readonly kind: ItemKind
  readonly file: string
  /** Above 0 where the draft changes it, below 0 where it is as in the live revision, 0 where it is not there. A change names the version it was made from. */
  readonly version: number
  /** Null where it is taken out, or cannot be read as a form. */
  readonly content: ItemContent | null
  readonly source: string | null
  readonly live: { readonly content: ItemContent | null; readonly source: string } | null
  readonly isStale: boolean
  readonly problems: readonly ItemProblem[]
  readonly open: readonly { readonly account: string; readonly editing: boolean }[]
  readonly updatedBy: string | null
  readonly updatedAt: number | null
  /** Newest first: changes of the draft that can be taken back, then revisions in which it changed. */
  readonly history: readonly ItemHistory[]
}

export interface ItemHistory {
  /** Id of a draft change; null for a revision. */
  readonly change: string | null
  readonly revision: number | null
  readonly by: string
  readonly at: number
  readonly note: string | null
  readonly before: string | null
  readonly after: string | null
}

/** GET api/console/corpus/choices: what fields of the editor offer. */
export interface ChoicesAnswer {
  /** Values of the company that texts may quote as `{name}`. */
  readonly variables: readonly { readonly name: string; readonly zh: string; readonly en: string }[]
  readonly entries: readonly {
    readonly id: string
    readonly title: { readonly zh: string; readonly en: string }
  }[]
  /** That some entry starts. */
  readonly dialogs: readonly string[]
  readonly tags: readonly string[]
  /** Files that hold entries. */
  readonly files: readonly string[]
}

/**
 * PUT api/console/corpus/item. 409 `DraftConflict` with `{ error, current }` where it is not `version` any more; `current` is the
 * ItemAnswer, or `{ key, gone: true, change }`, as in the answer to a new entry that was taken out again.
 * A new entry has version 0 and a file such as `faq/bill.yaml`; its key follows from its content. `content: null` takes it out.
 */
export interface ItemChange {
  readonly key: string
  readonly version: number
  readonly file?: string
  readonly content: ItemContent | null
}

/** POST api/console/corpus/item/phrases: adds to whatever is there now; needs no version. */
export interface PhrasesAdded {
  readonly key: string
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** POST api/console/corpus/undo { change }, or { changes } oldest first, all or none; api/console/corpus/discard { keys } puts them back to what is live. */

/** POST api/console/corpus/presence { key, editing }, every 10 seconds; answers the others. */
export interface PresenceAnswer {
  readonly open: readonly { readonly account: string; readonly editing: boolean }[]
  readonly version: number
}

/** POST api/console/corpus/check { key, content }: what is wrong, while it is being written. Stores nothing. */
export interface CheckAnswer {
  readonly problems: readonly ItemProblem[]
  /** Phrases that lie near another entry, as the live model sees them. */
  readonly near: readonly { readonly text: string; readonly entry: string; readonly share: number }[]
  /** The answer as customers read it, per language and channel; values filled in. */
  readonly preview: readonly {
    readonly language: 'zh' | 'en'
    readonly channel: 'website' | 'teams' | 'wechat'
    readonly text: string
  }[]
}

/** POST api/console/corpus/bulk { keys, deed }. Done for all or none. */
export type BulkDeed =
  | { readonly deed: 'tag' | 'untag'; readonly tag: string }
  | { readonly deed: 'validity'; readonly from?: string; readonly until?: string }
  | { readonly deed: 'remove' }
  | { readonly deed: 'discard' }
  | {
      readonly deed: 'replace'
      readonly find: string
      readonly replace: string
      readonly language: 'zh' | 'en' | 'both'
    }

export interface BulkAnswer {
  readonly changed: number
  /** Ids of the draft changes, to be taken back together. */
  readonly changes: readonly string[]
}

/** POST api/console/corpus/try { text } */
export interface TryAnswer {
  readonly live: TrySide
  /** Null until the gate has trained a model of the draft as it stands. */
  readonly draft: TrySide | null
}

export interface TrySide {
  readonly understanding: Understanding
  /** Nearest phrases that were learned, nearest first. */
  readonly because: readonly { readonly text: string; readonly entry: string; readonly similarity: number }[]
  /** What would be answered; null where it asks back or declines. */
  readonly answer: string | null
}

/** GET api/console/corpus/gate: the newest; POST begins one; POST …/gate/cancel. 409 `GateRunning`. */
export interface GateAnswer {
  readonly gate: GateState | null
}

export interface GateState {
  readonly id: string
  readonly status: 'running' | 'passed' | 'blocked' | 'failed' | 'cancelled'
  readonly stage: GateStage | null
  readonly share: number
  readonly startedBy: string
  readonly startedAt: number
  readonly endedAt: number | null
  /** Whether the draft is still what was examined. */
  readonly isCurrent: boolean
  readonly report: GateReport | null
  readonly failure: { readonly code: string; readonly message: string } | null
  /** Waits for the approval of somebody else. */
  readonly submitted: {
    readonly by: string
    readonly at: number
    readonly note: string
    readonly override: string | null
  } | null
}

/** POST api/console/corpus/publish. With four eyes it is submitted, and POST api/console/corpus/approve { gate } (or /refuse) publishes it. */
export interface PublishRequest {
  readonly gate: string
  readonly note: string
  /** Why it is published although the gate refuses. */
  readonly override?: string
}

export interface PublishAnswer {
  readonly published: number | null
  readonly submitted: boolean
}

/** GET api/console/corpus/revisions?before= */
export interface RevisionsAnswer {
  readonly revisions: readonly RevisionSummary[]
  readonly live: number | null
  /** What the process that answers runs; another where it has not swapped yet. */
  readonly running: number | null
  /** Whether publishing needs somebody else's approval. */
  readonly fourEyes: boolean
  readonly next: number | null
}

export interface RevisionSummary {
  readonly number: number
  readonly parent: number | null
  readonly source: 'folder' | 'published'
  readonly author: string
  readonly approvedBy: string | null
  readonly note: string
  readonly overrideReason: string | null
  readonly createdAt: number
  readonly redactedAt: number | null
  readonly accuracy: number | null
}

/** GET api/console/corpus/difference?from=&to= ; each a number, `live` or `draft`. */
export interface DifferenceAnswer {
  readonly from: string
  readonly to: string
  readonly items: readonly ItemDifference[]
}

/** POST api/console/corpus/rollback { revision, note } → PublishAnswer: makes it live again as it was, with its model. The draft stays. */

/** GET api/console/corpus/folder: what taking it would change, or why it cannot be read; POST { deed: 'take' | 'dismiss' } → FolderTakenAnswer. */
export interface FolderAnswer {
  readonly items: readonly ItemDifference[]
  readonly problems: readonly ItemProblem[]
}

export interface FolderTakenAnswer {
  /** Ids of changes, which can be taken back. */
  readonly changes: readonly string[]
  /** Items the draft changes already, otherwise than the folder: they stayed. */
  readonly kept: readonly string[]
}

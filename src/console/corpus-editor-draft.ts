/** The draft as the editor shows it: all items with what is wrong with them, read once per state of the draft. */

import type { Curation } from '../corpus/revisions/context.ts'
import { type Draft, readDraft } from '../corpus/revisions/draft.ts'
import { itemProblems } from '../corpus/revisions/item-problems.ts'
import { filesOf } from '../corpus/revisions/items.ts'
import type { CorpusFile, Item, ItemProblem } from '../corpus/revisions/types.ts'
import { dayIn } from '../customers/calendar.ts'
import { CorpusChecker } from '../jobs/publish/check-in-thread.ts'
import { folderDifference } from '../jobs/publish/folder.ts'
import { type ItemMarks, ItemReader, type ItemSearch, isWanted, summaryOf } from './corpus-editor-items.ts'
import { othersAt } from './corpus-editor-presence.ts'
import type { DraftAnswer, DraftChange, ItemSummary, ItemsAnswer } from './corpus-types.ts'

/** Items per page of the list. */
const PAGE = 200

/** What the list may be asked for. */
export interface ItemsQuery extends ItemSearch {
  /** How many stand before. */
  readonly cursor?: string
}

/** The draft, and what was found out about it. */
export class DraftView {
  readonly #curation: Curation
  readonly reader = new ItemReader()
  readonly #checker = new CorpusChecker()
  #checked: { readonly hash: string; readonly problems: Promise<readonly ItemProblem[]> } | undefined
  #folder: { readonly at: number; readonly hash: string; readonly found: DraftAnswer['folder'] } | undefined

  constructor(curation: Curation) {
    this.#curation = curation
  }

  read(): Promise<Draft> {
    return readDraft(this.#curation)
  }

  /** Everything wrong in a draft; computed once for one content. */
  problemsOf(draft: Draft): Promise<readonly ItemProblem[]> {
    const { hash } = this.#curation.corpus()
    const id = `${draft.contentHash} ${hash}`
    if (this.#checked?.hash !== id) {
      this.#checked = { hash: id, problems: this.problemsWith(draft.items, draft.files) }
    }
    return this.#checked.problems
  }

  /** Everything wrong in a draft as it would be with other items. */
  async problemsWith(
    items: readonly Item[],
    files: readonly CorpusFile[] = filesOf(items),
  ): Promise<readonly ItemProblem[]> {
    return itemProblems(await this.#checker.check(files, this.#curation.corpus().company), items)
  }

  /** The list, narrowed. @param account who asks; the others are shown */
  async list(query: ItemsQuery, account: string): Promise<ItemsAnswer> {
    const { store, corpus } = this.#curation
    const draft = await this.read()
    const open = await othersAt(store, account)
    const problems = Map.groupBy(await this.problemsOf(draft), ({ key }) => key)
    const changes = new Map(changesOf(draft).map((change) => [change.key, change]))
    const today = dayIn(store.now(), corpus().company.timeZone)
    const marksOf = (key: string): ItemMarks => ({
      change: changes.get(key)?.change ?? null,
      isStale: changes.get(key)?.isStale ?? false,
      problems: problems.get(key) ?? [],
      open: open.get(key) ?? [],
    })
    const all = allItems(draft)
      .filter(isListed)
      .map((item) => {
        const read = this.reader.read(item)
        return { read, summary: summaryOf(read, marksOf(item.key), today) }
      })
    const wanted = all.filter(({ read, summary }) => isWanted(read, summary, query))
    const from = Number(query.cursor ?? 0)
    const page = wanted.slice(from, from + PAGE).map(({ summary }) => summary)
    const next = from + PAGE < wanted.length ? String(from + PAGE) : null
    return { items: page, next, total: wanted.length, tags: tagsOf(all.map(({ summary }) => summary)) }
  }

  /** What is changed, and what is wrong. */
  async answer(): Promise<DraftAnswer> {
    const draft = await this.read()
    const folder = await this.#folderDifference(draft)
    return {
      live: draft.live,
      contentHash: draft.contentHash,
      changes: changesOf(draft),
      problems: await this.problemsOf(draft),
      folder,
      fourEyes: this.#curation.fourEyes,
    }
  }

  /** How many items of the folder differ from what is live; null where none do, or where that was settled. */
  async #folderDifference(draft: Draft): Promise<DraftAnswer['folder']> {
    if (draft.live === null) return null
    const { store } = this.#curation
    const known = this.#folder
    if (known && known.hash === `${draft.live}` && store.now() - known.at < FOLDER_MS) return known.found
    const difference = await folderDifference(this.#curation)
    const found = difference && {
      differences: difference.items.length,
      problems: difference.problems.length,
    }
    this.#folder = { at: store.now(), hash: `${draft.live}`, found }
    return found
  }
}

/** The folder is looked at this often, in milliseconds. */
const FOLDER_MS = 5_000

/** Comments at the top of a file are no item of their own. */
function isListed({ key }: Item): boolean {
  return !key.endsWith('#head')
}

/** The items of the draft, and behind them those it takes out. */
export function allItems(draft: Draft): readonly Item[] {
  const kept = new Set(draft.items.map(({ key }) => key))
  return [...draft.items, ...draft.liveItems.filter(({ key }) => !kept.has(key))]
}

/** What the draft changes, in the order of the list. */
export function changesOf(draft: Draft): DraftChange[] {
  const live = new Set(draft.liveItems.map(({ key }) => key))
  return allItems(draft).flatMap(({ key, kind }) => {
    const change = draft.changed.get(key)
    if (change === undefined) return []
    const { by, at, version, isStale } = change
    const what = change.removed ? 'removed' : live.has(key) ? 'changed' : 'added'
    return [{ key, kind, change: what, by, at, version, isStale } as const]
  })
}

function tagsOf(summaries: readonly ItemSummary[]): string[] {
  return [...new Set(summaries.flatMap(({ tags }) => tags))].sort()
}

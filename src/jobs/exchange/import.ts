/** Brings a corpus of somebody's into the draft: shows first what it would change, then changes all of it or nothing. */

import { loadCompany } from '../../company/load.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { changeMany, type DraftChange, readDraft, versionOf } from '../../corpus/revisions/draft.ts'
import { LiukeError } from '../../errors.ts'
import { type ImportPlan, type ImportRequest, planImport } from './plan.ts'

/** What an import does, or would do. */
export interface ImportResult extends ImportPlan {
  readonly applied: boolean
  /** Ids of the draft changes, by which they can be taken back, oldest first. */
  readonly changes: readonly string[]
}

/** How an import is done. */
export interface ImportOptions {
  /** Changes nothing. */
  readonly dryRun: boolean
  /** Fingerprint of what was shown: anything else is refused. */
  readonly shown?: string | undefined
  /** Where the computing is done; here, unless another place is named. */
  readonly plan?: typeof planImport
}

/**
 * All of it is one transaction, and one line of the audit log besides those of its items.
 * @throws LiukeError as `planImport`, `import_outdated`, `draft_conflict` where somebody changes the same items just now,
 *   `corpus_folder_changed`
 */
export async function importCorpus(
  curation: Curation,
  actor: string,
  request: ImportRequest,
  { dryRun, shown, plan = planImport }: ImportOptions,
): Promise<ImportResult> {
  const draft = await readDraft(curation)
  const planned = await plan(draft.items, request, await loadCompany(curation.companyFolder))
  const { items, fingerprint } = planned
  if (dryRun || items.length === 0) return { ...planned, applied: false, changes: [] }
  if (shown !== undefined && shown !== fingerprint)
    throw new LiukeError(
      'import_outdated',
      'The import would do something else now than what was shown: the draft or the files have been changed.',
      'Have it shown once more.',
    )
  const { format, mode, files } = request
  const done = await changeMany(
    curation,
    actor,
    items.map(({ key, file, after: source }): DraftChange => {
      const where = { key, version: versionOf(draft, key), file, content: null }
      return source === null ? where : { ...where, source }
    }),
    {
      action: 'corpus.import',
      target: 'draft',
      detail: { format, mode, files: files.length, items: items.length },
    },
  )
  return { ...planned, applied: true, changes: done.map(({ change }) => change) }
}

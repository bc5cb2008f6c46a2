/** Tells that the corpus folder on the server holds something else than what is live, and offers it for the draft. */

import { Alert, Button } from 'antd'
import type { FolderAnswer } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { DifferenceList } from './difference-list.tsx'
import { ItemProblems } from './item-problems.tsx'

export interface FolderNoticeProps {
  readonly folder: FolderAnswer
  readonly mayEdit: boolean
  readonly busy: boolean
  take(): void
  dismiss(): void
}

export function FolderNotice({
  folder: { items, problems },
  mayEdit,
  busy,
  take,
  dismiss,
}: FolderNoticeProps) {
  const { words } = useWords()
  if (items.length === 0 && problems.length === 0) return null
  const isBroken = problems.length > 0
  return (
    <section className="card pb-folder" aria-label={words.pbFolderTitle}>
      <Alert
        role="none"
        type={isBroken ? 'warning' : 'info'}
        showIcon
        title={isBroken ? words.pbFolderBroken : fill(words.pbFolder, { count: items.length })}
        description={isBroken ? words.pbFolderBrokenMore : words.pbFolderMore}
      />
      {isBroken ? (
        <ItemProblems problems={problems} />
      ) : (
        <details>
          <summary>{words.pbFolderShow}</summary>
          <DifferenceList items={items} none="" />
        </details>
      )}
      {mayEdit && (
        <div className="filters">
          {!isBroken && (
            <Button type="primary" disabled={busy} onClick={take}>
              {words.pbFolderTake}
            </Button>
          )}
          <Button disabled={busy} onClick={dismiss}>
            {words.pbFolderDismiss}
          </Button>
        </div>
      )}
    </section>
  )
}

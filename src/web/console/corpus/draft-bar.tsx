/** The draft in one line: how much is changed, what is wrong, putting things back, and the way to publishing. */

import { Alert, Button } from 'antd'
import type { DraftAnswer } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { hrefOf } from '../route.ts'

export interface DraftBarProps {
  readonly draft: DraftAnswer
  readonly mayEdit: boolean
  readonly busy: boolean
  open(key: string): void
  discard(keys: readonly string[]): void
  folder(deed: 'take' | 'dismiss'): void
}

export function DraftBar({ draft, mayEdit, busy, open, discard, folder }: DraftBarProps) {
  const { words } = useWords()
  const { account } = useConsole()
  const { changes, problems } = draft
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const marks = { added: words.coAdded, changed: words.coChanged, removed: words.coRemoved }
  return (
    <section className="card co-draft" aria-label={words.coDraft}>
      {draft.folder !== null && (
        <Alert
          role="none"
          type="info"
          showIcon
          title={
            draft.folder.problems > 0
              ? words.coFolderBroken
              : fill(words.coFolder, { count: draft.folder.differences })
          }
          action={
            draft.folder.problems > 0 ? (
              <a href={hrefOf({ path: 'knowledge/publish' })}>{words.coFolderLook}</a>
            ) : (
              mayEdit && (
                <span className="co-buttons">
                  <Button size="small" type="primary" disabled={busy} onClick={() => folder('take')}>
                    {words.coFolderTake}
                  </Button>
                  <Button size="small" disabled={busy} onClick={() => folder('dismiss')}>
                    {words.coFolderDismiss}
                  </Button>
                </span>
              )
            )
          }
        />
      )}
      <div className="co-draft-line">
        <strong>
          {changes.length === 0 ? words.coDraftNone : fill(words.coDraftCount, { count: changes.length })}
        </strong>
        <span className={errors > 0 ? 'note warn' : 'note'}>
          {fill(words.coDraftProblems, { errors, warnings: problems.length - errors })}
        </span>
        {account.permissions.includes('corpus.read') && (
          <a href={hrefOf({ path: 'knowledge/publish' })}>{words.coToPublish}</a>
        )}
      </div>
      {changes.length > 0 && (
        <details>
          <summary>{words.coDraftShow}</summary>
          <ul className="co-changes">
            {changes.map(({ key, change, by, isStale }) => (
              <li key={key}>
                <button type="button" onClick={() => open(key)}>
                  {key}
                </button>
                <span className="note">
                  {marks[change]} · {by}
                  {isStale && ` · ${words.coStale}`}
                </span>
                {mayEdit && (
                  <Button
                    size="small"
                    disabled={busy}
                    aria-label={fill(words.coDiscardOf, { name: key })}
                    onClick={() => discard([key])}
                  >
                    {words.coDiscard}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {mayEdit && (
            <Button
              danger
              size="small"
              disabled={busy}
              onClick={() => {
                if (confirm(fill(words.coDiscardSure, { count: changes.length })))
                  discard(changes.map(({ key }) => key))
              }}
            >
              {words.coDiscardAll}
            </Button>
          )}
        </details>
      )}
    </section>
  )
}

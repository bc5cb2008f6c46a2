/** What became of an item: changes of the draft, and revisions in which it changed. */

import { Button } from 'antd'
import type { ItemHistory as Change } from '../../../console/corpus-types.ts'
import { TAG } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface ItemHistoryProps {
  readonly history: readonly Change[]
  readonly mayEdit: boolean
  undo(change: string): void
}

export function ItemHistory({ history, mayEdit, undo }: ItemHistoryProps) {
  const { words, language } = useWords()
  const time = new Intl.DateTimeFormat(TAG[language], { dateStyle: 'medium', timeStyle: 'short' })
  const titleOf = ({ revision, by, at }: Change) =>
    revision === null
      ? fill(words.coDraftChange, { name: by, time: time.format(at) })
      : fill(words.coRevision, { number: revision, name: by, time: time.format(at) })
  return (
    <details className="card co-history">
      <summary>{words.coHistory}</summary>
      {history.length === 0 && <p className="note">{words.coHistoryNone}</p>}
      <ol>
        {history.map((one, at) => (
          <li key={one.change ?? `revision ${one.revision}`}>
            <h4>{titleOf(one)}</h4>
            {one.note && <p className="note">{one.note}</p>}
            <details>
              <summary>
                {words.coBefore} / {words.coAfter}
              </summary>
              <div className="co-sides">
                <pre>{one.before ?? words.coNotThere}</pre>
                <pre>{one.after ?? words.coNotThere}</pre>
              </div>
            </details>
            {/* Only the newest can be taken back: what came after it was made from it. */}
            {mayEdit && at === 0 && one.change !== null && (
              <Button size="small" onClick={() => one.change !== null && undo(one.change)}>
                {words.coRestore}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

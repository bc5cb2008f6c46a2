/** What an import would do: differences, what is lost, what is wrong, and the button that takes it. */

import { Button } from 'antd'
import type { ImportAnswer } from '../../../console/corpus-exchange-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { DifferenceList } from './difference-list.tsx'
import { ItemProblems } from './item-problems.tsx'
import { LostList } from './lost-list.tsx'

export interface ImportResultProps {
  readonly result: ImportAnswer
  readonly disabled: boolean
  take(): void
}

export function ImportResult({ result, disabled, take }: ImportResultProps) {
  const { words } = useWords()
  const { items, lost, problems, errors, warnings } = result
  return (
    <>
      <LostList title={words.exLost} lost={lost} />
      {items.length > 0 && (
        <div className="ex-shown">
          <div className="filters">
            <Button type="primary" disabled={disabled} onClick={take}>
              {words.exTake}
            </Button>
          </div>
          {problems.length > 0 && (
            <details open={errors > 0}>
              <summary>{fill(words.exProblems, { errors, warnings })}</summary>
              <p className="note">{words.exProblemsMore}</p>
              <ItemProblems problems={problems} />
            </details>
          )}
          <DifferenceList items={items} none="" />
        </div>
      )}
    </>
  )
}

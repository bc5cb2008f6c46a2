/** Compares any two of what was published, what is live, and the draft. */

import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import type { ItemDifference } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { DifferenceList } from './difference-list.tsx'
import type { PublishApi } from './publish-api.ts'
import { publishErrors } from './publish-errors.ts'

/** Two sides of a comparison: numbers, `live` or `draft`. */
export interface Sides {
  readonly from: string
  readonly to: string
}

export interface CompareProps {
  readonly api: PublishApi
  readonly numbers: readonly number[]
  /** Null: the folder is live. */
  readonly live: number | null
  readonly sides: Sides
  choose(sides: Sides): void
}

/** What differs between two of them; takes the focus when somebody asks for two by a button of a revision. */
export function Compare({ api, numbers, live, sides, choose }: CompareProps) {
  const { words } = useWords()
  const { from, to } = sides
  const [items, setItems] = useState<readonly ItemDifference[]>()
  const [error, setError] = useState<unknown>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is live is read anew when it is another
  useEffect(() => {
    let isOld = false
    setItems(undefined)
    api.difference(from, to).then(
      (answer) => {
        if (isOld) return
        setItems(answer.items)
        setError(undefined)
      },
      (problem: unknown) => {
        if (!isOld) setError(problem)
      },
    )
    return () => {
      isOld = true
    }
  }, [api, from, to, live])
  // What a button asked for may stand further down the list than what was read.
  const shown = [...new Set([...numbers.map(String), from, to])].filter((side) => /^\d+$/.test(side))
  const options = [
    { value: 'draft', title: words.pbDraft },
    ...(live === null ? [] : [{ value: 'live', title: fill(words.pbLiveNow, { number: live }) }]),
    ...shown.toSorted((a, b) => Number(b) - Number(a)).map((value) => ({ value, title: value })),
  ]
  return (
    <section className="card" id="pb-compare" tabIndex={-1} aria-label={words.pbCompare}>
      <h3>{words.pbCompare}</h3>
      <div className="filters">
        <Select
          label={words.pbFrom}
          value={from}
          options={options}
          choose={(next) => choose({ from: next, to })}
        />
        <Select
          label={words.pbTo}
          value={to}
          options={options}
          choose={(next) => choose({ from, to: next })}
        />
      </div>
      <div role="alert">
        {error !== undefined && (
          <Alert role="none" type="error" showIcon title={errorWords(error, words, publishErrors(words))} />
        )}
      </div>
      {items && <DifferenceList items={items} none={words.pbSame} />}
    </section>
  )
}

/** What an import or export does not keep, in sentences. */

import type { LostSaid } from '../../../console/corpus-exchange-types.ts'
import { useWords } from '../console-context.ts'

export interface LostListProps {
  readonly title: string
  readonly lost: readonly LostSaid[]
}

export function LostList({ title, lost }: LostListProps) {
  const { language } = useWords()
  if (lost.length === 0) return null
  return (
    <>
      <p className="note">{title}</p>
      <ul className="ex-lost">
        {lost.map((one) => (
          <li key={one.en}>{one[language]}</li>
        ))}
      </ul>
    </>
  )
}

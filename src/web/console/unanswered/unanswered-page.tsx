/** Being written. */

import { useWords } from '../console-context.ts'

export function UnansweredPage() {
  const { words } = useWords()
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.unanswered}</h2>
      </header>
    </article>
  )
}

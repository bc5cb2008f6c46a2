/** Being written. */

import { useWords } from '../console-context.ts'

export function TestLabPage() {
  const { words } = useWords()
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.testLab}</h2>
      </header>
    </article>
  )
}

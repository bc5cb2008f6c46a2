/** Being written. */

import { useWords } from '../console-context.ts'

export function QuestionsPage() {
  const { words } = useWords()
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.questions}</h2>
      </header>
    </article>
  )
}

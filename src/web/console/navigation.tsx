/** The pages somebody may open, in groups. */

import { useWords } from './console-context.ts'
import { hrefOf } from './route.ts'
import type { Section } from './sections.tsx'

export interface NavigationProps {
  readonly sections: readonly Section[]
  readonly open: Section | undefined
}

export function Navigation({ sections, open }: NavigationProps) {
  const { words } = useWords()
  return (
    <nav className="navigation" aria-label={words.navigation}>
      {[...Map.groupBy(sections, ({ group }) => group)].map(([group, pages]) => (
        <section key={group}>
          <h2 id={`group-${group}`}>{words[group]}</h2>
          <ul aria-labelledby={`group-${group}`}>
            {pages.map((page) => (
              <li key={page.path}>
                <a href={hrefOf(page)} {...(page === open && { 'aria-current': 'page' as const })}>
                  {page.icon} {words[page.title]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

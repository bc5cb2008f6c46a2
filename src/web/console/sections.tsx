/** The pages of the console: where they are, who may see them, what shows them. A new page is a line here. */

import { FundOutlined, PieChartOutlined, ReadOutlined, ShareAltOutlined } from '@ant-design/icons'
import type { ComponentType, ReactNode } from 'react'
import { ForecastPage } from './forecast-page.tsx'
import type { Place } from './route.ts'
import { RulesPage } from './rules-page.tsx'
import { SegmentsPage } from './segments-page.tsx'
import type { Word } from './strings.ts'
import { WordsPage } from './words-page.tsx'

/** A page, and its name in the navigation. */
export interface Section extends Place {
  readonly group: Word
  readonly title: Word
  /** Name of a permission of `accounts/permissions.ts`. */
  readonly permission: string
  readonly icon: ReactNode
  readonly Page: ComponentType
}

const insight = { group: 'insight', permission: 'insight.read' } as const

const sections: readonly Section[] = [
  {
    ...insight,
    path: 'insight/segments',
    title: 'segments',
    icon: <PieChartOutlined aria-hidden />,
    Page: SegmentsPage,
  },
  {
    ...insight,
    path: 'insight/rules',
    title: 'rules',
    icon: <ShareAltOutlined aria-hidden />,
    Page: RulesPage,
  },
  {
    ...insight,
    path: 'insight/forecast',
    title: 'forecast',
    icon: <FundOutlined aria-hidden />,
    Page: ForecastPage,
  },
  { ...insight, path: 'insight/words', title: 'words', icon: <ReadOutlined aria-hidden />, Page: WordsPage },
]

/** The pages somebody may see, in the order of the navigation. */
export function sectionsFor(permissions: readonly string[]): readonly Section[] {
  return sections.filter(({ permission }) => permissions.includes(permission))
}

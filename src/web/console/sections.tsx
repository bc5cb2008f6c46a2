/** The pages of the console: where they are, who may see them, what shows them. A new page is a line here. */

import {
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CloudUploadOutlined,
  ControlOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FundOutlined,
  MessageOutlined,
  PieChartOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  ShareAltOutlined,
  TeamOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ComponentType, ReactNode } from 'react'
import { AccountsPage } from './accounts-page.tsx'
import { AuditPage } from './audit-page.tsx'
import { CorpusPage } from './corpus/corpus-page.tsx'
import { DeadLettersPage } from './dead-letters-page.tsx'
import { ForecastPage } from './forecast-page.tsx'
import { HandoffRulesPage } from './handoff-rules-page.tsx'
import { TestLabPage } from './lab/test-lab-page.tsx'
import { PublishPage } from './publish/publish-page.tsx'
import { QuestionsPage } from './questions/questions-page.tsx'
import type { Place } from './route.ts'
import { RulesPage } from './rules-page.tsx'
import { SegmentsPage } from './segments-page.tsx'
import type { Word } from './strings.ts'
import { TeamNowPage } from './team/now-page.tsx'
import { TeamReportPage } from './team/report-page.tsx'
import { UnansweredPage } from './unanswered/unanswered-page.tsx'
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

const knowledge = { group: 'knowledge', permission: 'corpus.read' } as const

const team = { group: 'team', permission: 'team.read' } as const

const sections: readonly Section[] = [
  {
    ...team,
    path: 'team/now',
    title: 'teamNow',
    icon: <DashboardOutlined aria-hidden />,
    Page: TeamNowPage,
  },
  {
    ...team,
    path: 'team/report',
    title: 'teamReport',
    icon: <BarChartOutlined aria-hidden />,
    Page: TeamReportPage,
  },
  {
    ...knowledge,
    path: 'knowledge/unanswered',
    title: 'unanswered',
    icon: <QuestionCircleOutlined aria-hidden />,
    Page: UnansweredPage,
  },
  {
    ...knowledge,
    path: 'knowledge/corpus',
    title: 'corpus',
    icon: <BookOutlined aria-hidden />,
    Page: CorpusPage,
  },
  {
    ...knowledge,
    path: 'knowledge/publish',
    title: 'publish',
    icon: <CloudUploadOutlined aria-hidden />,
    Page: PublishPage,
  },
  {
    ...knowledge,
    path: 'knowledge/tests',
    title: 'testLab',
    icon: <ExperimentOutlined aria-hidden />,
    Page: TestLabPage,
  },
  {
    ...insight,
    path: 'insight/questions',
    title: 'questions',
    icon: <MessageOutlined aria-hidden />,
    Page: QuestionsPage,
  },
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
  {
    group: 'operationRules',
    permission: 'rules.read',
    path: 'rules/handoff',
    title: 'handoffRules',
    icon: <ControlOutlined aria-hidden />,
    Page: HandoffRulesPage,
  },
  {
    group: 'operation',
    permission: 'delivery.manage',
    path: 'operation/undelivered',
    title: 'deadLetters',
    icon: <WarningOutlined aria-hidden />,
    Page: DeadLettersPage,
  },
  {
    group: 'administration',
    permission: 'accounts.manage',
    path: 'administration/accounts',
    title: 'accounts',
    icon: <TeamOutlined aria-hidden />,
    Page: AccountsPage,
  },
  {
    group: 'administration',
    permission: 'audit.read',
    path: 'administration/audit',
    title: 'audit',
    icon: <AuditOutlined aria-hidden />,
    Page: AuditPage,
  },
]

/** The pages somebody may see, in the order of the navigation. */
export function sectionsFor(permissions: readonly string[]): readonly Section[] {
  return sections.filter(({ permission }) => permissions.includes(permission))
}

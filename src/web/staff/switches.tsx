/** The switches of language and appearance. */

import { BulbFilled, BulbOutlined, DesktopOutlined, GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Appearance } from './preferences.ts'
import { prefer, usePreferences } from './use-preferences.ts'
import { useWords } from './words.ts'

const NEXT: Readonly<Record<Appearance, Appearance>> = { auto: 'light', light: 'dark', dark: 'auto' }
const ICON = {
  auto: <DesktopOutlined aria-hidden />,
  light: <BulbOutlined aria-hidden />,
  dark: <BulbFilled aria-hidden />,
}
const NAME = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const

export function Switches() {
  const { words, language } = useWords()
  const { appearance } = usePreferences()
  const look = words.theme.replace('{theme}', words[NAME[appearance]])
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <>
      <Button
        type="text"
        icon={<GlobalOutlined aria-hidden />}
        aria-label={words.languageLabel}
        title={words.languageLabel}
        onClick={() => prefer({ language: other })}
      >
        <span lang={other === 'zh' ? 'zh-CN' : 'en'}>{words.language}</span>
      </Button>
      <Button
        type="text"
        icon={ICON[appearance]}
        aria-label={look}
        title={look}
        onClick={() => prefer({ appearance: NEXT[appearance] })}
      />
    </>
  )
}

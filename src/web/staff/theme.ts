/** Colours and shapes of antd's parts; those of the page itself stand in desk.css. */

import { type ThemeConfig, theme } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'

export const locales = { zh: zhCN, en: enUS } as const

const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

const LIGHT = { colorTextBase: '#17211f', colorErrorBg: '#fdecea', colorErrorBorder: '#f3b8b2' }
const DARK = {
  colorBgBase: '#141b1d',
  colorTextBase: '#e7eeec',
  colorBgContainer: '#1b2426',
  colorBgElevated: '#1b2426',
  colorBorder: '#4a595b',
}
const DARK_ACCENT = '#6fd0c6'
/** antd would have buttons under the pointer in a shade of the primary colour, which nobody can read in the dark. */
const DARK_BUTTON = {
  defaultHoverColor: DARK_ACCENT,
  defaultHoverBorderColor: DARK_ACCENT,
  defaultActiveColor: DARK_ACCENT,
  defaultActiveBorderColor: DARK_ACCENT,
}

/** antd's theme for one appearance. */
export function themeOf(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: '#0b6b66',
      colorLink: dark ? DARK_ACCENT : '#0b6b66',
      colorError: dark ? '#f0655b' : '#b3261e',
      ...(dark ? DARK : LIGHT),
      borderRadius: 8,
      fontFamily: FONT,
    },
    components: { Button: dark ? DARK_BUTTON : {} },
  }
}

/** How cards look: sizes for a narrow panel, and the widget's own colours, which follow light and dark. */

import { HostConfig } from 'adaptivecards/lib/host-config.js'

const SIZES = { small: 13, default: 15, medium: 16, large: 18, extraLarge: 21 }
const WEIGHTS = { lighter: 400, default: 400, bolder: 600 }
const LINES = { small: 19, default: 22, medium: 23, large: 26, extraLarge: 29 }

function color(name: string, subtle = name) {
  return { default: `var(--${name})`, subtle: `var(--${subtle})` }
}

const foregroundColors = {
  default: color('text', 'muted'),
  dark: color('text', 'muted'),
  light: color('muted'),
  accent: color('accent'),
  attention: color('danger'),
  good: color('on-good'),
  warning: color('on-notice'),
}

function onSurface(backgroundColor: string, text?: string) {
  return text
    ? { backgroundColor, foregroundColors: { ...foregroundColors, default: color(text) } }
    : { backgroundColor, foregroundColors }
}

const font = { fontSizes: SIZES, fontWeights: WEIGHTS }

export const look = new HostConfig({
  supportsInteractivity: true,
  fontFamily: 'inherit',
  spacing: { small: 6, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontTypes: {
    default: { fontFamily: 'inherit', ...font },
    monospace: { fontFamily: 'ui-monospace, monospace', ...font },
  },
  lineHeights: LINES,
  containerStyles: {
    default: onSurface('transparent'),
    emphasis: onSurface('var(--hover)'),
    accent: onSurface('var(--hover)'),
    good: onSurface('var(--good)', 'on-good'),
    attention: onSurface('var(--hover)', 'danger'),
    warning: onSurface('var(--notice)', 'on-notice'),
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    actionsOrientation: 'vertical',
    actionAlignment: 'stretch',
  },
  factSet: {
    title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 150 },
    value: { weight: 'bolder', wrap: true },
    spacing: 12,
  },
  adaptiveCard: { allowCustomStyle: false },
})

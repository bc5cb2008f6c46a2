/** Words that every page for the people who work here uses, in both languages. Text in braces is filled in. */

import type { Language } from '../widget/strings.ts'
import * as account from './account-strings.ts'

const zh = {
  ...account.zh,
  loading: '正在加载…',
  loadFailed: '加载失败：{reason}',
  tryAgain: '重试',
  dismiss: '知道了',
  language: 'English',
  languageLabel: 'English（切换为英文）',
  theme: '外观：{theme}',
  themeAuto: '跟随系统',
  themeLight: '浅色',
  themeDark: '深色',
  companyTime: '公司时间 {time}',
  companyTimeHint: '这里的时间都按公司所在时区（{zone}）显示。',
  signedInAs: '{name}（{role}）',
  roleAgent: '客服',
  roleSupervisor: '客服主管',
  roleLead: '知识库负责人',
  roleAdmin: '管理员',
  signOut: '退出登录',

  signInTitle: '登录',
  accountName: '账号',
  password: '密码',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  signIn: '登录',
  signInFailed: '账号或密码不正确，或账号已锁定。连续输错 5 次会锁定至少 15 分钟，管理员可以解锁。',
  signInLocked: '尝试次数过多，账号已暂时锁定，请在 {wait}后再试。',
  signInLockedSome: '尝试次数过多，账号已暂时锁定，请稍后再试。',
  nameMissing: '请输入账号。',
  passwordMissing: '请输入密码。',

  errorNetwork: '连接不上服务器，请检查网络后重试。',
  errorBusy: '操作太频繁，请在 {wait}后再试。',
  errorServiceBusy: '服务器正忙，请稍后再试。',
  errorForbidden: '您的账号没有这项权限。',
  errorOrigin: '请用服务器配置的地址（PUBLIC_URL）打开本页；现在这个地址登录不了。',
  errorServer: '服务器没能完成这次操作（{code}），请稍后再试。',

  waited: '已等 {time}',
  dueIn: '还剩 {time}',
  overdue: '已超时 {time}',
  cancel: '取消',
  undo: '撤销',
  closePanel: '关闭',
  today: '今天',
  yesterday: '昨天',
  untilToday: '今天 {time}',
  untilTomorrow: '明天 {time}',
  shortcuts: '键盘快捷键',
  shortcutsOn: '启用单键快捷键',
  keyBack: '返回',
  keyHelp: '显示快捷键',

  riskBandLow: '低',
  riskBandMedium: '中',
  riskBandHigh: '高',

  seconds: '{count} 秒',
  minutes: '{count} 分钟',
  hours: '{count} 小时',
  hoursMinutes: '{hours} 小时 {minutes} 分',
  days: '{count} 天',

  sessionOver: '登录已失效，请重新登录。',
}

/** Name of such a word. */
export type Word = keyof typeof zh

/** All of one language. */
export type Strings = Readonly<Record<Word, string>>

const en: Strings = {
  ...account.en,
  loading: 'Loading…',
  loadFailed: 'Could not load: {reason}',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  language: '中文',
  languageLabel: '中文 (switch to Chinese)',
  theme: 'Appearance: {theme}',
  themeAuto: 'same as system',
  themeLight: 'light',
  themeDark: 'dark',
  companyTime: 'Company time {time}',
  companyTimeHint: 'All times are in the time zone of the company ({zone}).',
  signedInAs: '{name} ({role})',
  roleAgent: 'agent',
  roleSupervisor: 'supervisor',
  roleLead: 'content lead',
  roleAdmin: 'administrator',
  signOut: 'Sign out',

  signInTitle: 'Sign in',
  accountName: 'Account name',
  password: 'Password',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  signIn: 'Sign in',
  signInFailed:
    'The name or password is wrong, or the account is locked. Five wrong tries lock it for at least 15 minutes; an administrator can unlock it.',
  signInLocked: 'Too many tries. The account is locked for now; try again in {wait}.',
  signInLockedSome: 'Too many tries. The account is locked for now; try again later.',
  nameMissing: 'Enter your account name.',
  passwordMissing: 'Enter your password.',

  errorNetwork: 'The server cannot be reached. Check your connection and try again.',
  errorBusy: 'Too many requests. Try again in {wait}.',
  errorServiceBusy: 'The server is busy. Please try again shortly.',
  errorForbidden: 'Your account is not allowed to do this.',
  errorOrigin:
    'Open this page at the address the server is set up for (PUBLIC_URL); it cannot be used from this one.',
  errorServer: 'The server could not do this ({code}). Please try again shortly.',

  waited: 'Waiting {time}',
  dueIn: '{time} left',
  overdue: '{time} overdue',
  cancel: 'Cancel',
  undo: 'Undo',
  closePanel: 'Close',
  today: 'Today',
  yesterday: 'Yesterday',
  untilToday: '{time}',
  untilTomorrow: 'tomorrow {time}',
  shortcuts: 'Keyboard shortcuts',
  shortcutsOn: 'Use single-key shortcuts',
  keyBack: 'Back',
  keyHelp: 'Show shortcuts',

  riskBandLow: 'Low',
  riskBandMedium: 'Medium',
  riskBandHigh: 'High',

  seconds: '{count} s',
  minutes: '{count} min',
  hours: '{count} h',
  hoursMinutes: '{hours} h {minutes} min',
  days: '{count} d',

  sessionOver: 'Your session has ended. Please sign in again.',
}

export const strings: Readonly<Record<Language, Strings>> = { zh, en }

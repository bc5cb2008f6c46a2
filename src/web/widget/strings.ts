/** Every word of the widget's interface, in both languages. Text in braces is filled in. */

export type Language = 'zh' | 'en'

const zh = {
  title: '在线客服',
  open: '打开在线客服',
  openUnread: '打开在线客服，{count} 条未读消息',
  close: '关闭',
  menu: '更多',
  assistant: '智能助手',
  assistantReady: '智能助手 · 随时在线',
  queued: '正在为您接入人工客服…',
  human: '人工客服为您服务',
  agent: '人工客服',
  closed: '会话已结束',
  you: '我',
  log: '聊天记录',
  emptyTitle: '您好，请问有什么可以帮您？',
  emptyText: '直接输入问题即可，中文、英文都可以。',
  connecting: '正在连接…',
  placeholder: '请输入您的问题',
  message: '消息',
  send: '发送',
  counter: '{count}/{limit}',
  counterLabel: '已输入 {count} 字，最多 {limit} 字',
  sending: '发送中',
  read: '已读',
  waiting: '连接恢复后自动发送',
  failed: '未发送成功',
  retry: '重新发送',
  suggestions: '快捷回复',
  typing: '正在输入…',
  lost: '连接已断开，正在重新连接…',
  tryNow: '立即重试',
  back: '已重新连接',
  newMessages: '有新消息',
  today: '今天',
  yesterday: '昨天',
  joined: '{name} 已加入会话',
  left: '智能助手继续为您服务',
  noteClosed: '会话已结束',
  language: 'English',
  copy: '复制聊天记录',
  copied: '聊天记录已复制',
  copyFailed: '无法复制，请手动选择文字',
  end: '结束会话',
  endTitle: '要结束会话吗？',
  endText: '结束后，这台设备上不再保留这次会话。',
  endConfirm: '结束会话',
  endFailed: '暂时无法结束会话，请稍后再试',
  cancel: '继续聊',
  ended: '这次会话已经结束，感谢您的来访。',
  startOver: '开始新的会话',
  helpful: '有帮助',
  unhelpful: '没有帮助',
  feedback: '这个回答有帮助吗？',
  thanks: '感谢您的反馈',
  feedbackFailed: '反馈没有提交成功，请再试一次',
  privacy: '隐私说明',
  linkNewTab: '（在新窗口打开）',
  attach: '添加文件',
  dropHere: '松开即可添加文件',
  picked: '待发送的文件',
  removeFile: '移除“{name}”',
  tooLarge: '“{name}”超过 {limit} MB，请选小一些的文件',
  tooMany: '一次最多发送 {limit} 个文件',
  emptyFile: '“{name}”是空文件',
  uploading: '正在上传',
  stopUpload: '取消',
  refusedSize: '文件太大，没有发送',
  refusedKind: '不支持这种文件，没有发送',
  cancelled: '已取消发送',
  lostFiles: '刷新页面后，未发送的文件已丢失，请重新选择',
  discard: '移除',
  fileFailed: '文件暂时打不开，请稍后再试',
  cardUnshown: '这张卡片无法显示',
}

export type Strings = Readonly<Record<keyof typeof zh, string>>

const en: Strings = {
  title: 'Customer service',
  open: 'Open customer service chat',
  openUnread: 'Open customer service chat, {count} unread',
  close: 'Close',
  menu: 'More',
  assistant: 'Assistant',
  assistantReady: 'Virtual assistant',
  queued: 'Finding someone for you…',
  human: 'You are talking to a person',
  agent: 'Our team',
  closed: 'Chat ended',
  you: 'Me',
  log: 'Conversation',
  emptyTitle: 'Hello, how can we help?',
  emptyText: 'Just type your question, in English or Chinese.',
  connecting: 'Connecting…',
  placeholder: 'Type your question',
  message: 'Message',
  send: 'Send',
  counter: '{count}/{limit}',
  counterLabel: '{count} of {limit} characters used',
  sending: 'Sending',
  read: 'Read',
  waiting: 'Will be sent once you are back online',
  failed: 'Not sent',
  retry: 'Try again',
  suggestions: 'Suggested replies',
  typing: 'typing…',
  lost: 'Connection lost. Reconnecting…',
  tryNow: 'Try now',
  back: 'Connected again',
  newMessages: 'New messages',
  today: 'Today',
  yesterday: 'Yesterday',
  joined: '{name} joined the chat',
  left: 'The assistant is answering again',
  noteClosed: 'This chat has ended',
  language: '中文',
  copy: 'Copy conversation',
  copied: 'Conversation copied',
  copyFailed: 'Could not copy; please select the text instead',
  end: 'End chat',
  endTitle: 'End this chat?',
  endText: 'This conversation will no longer be kept on this device.',
  endConfirm: 'End chat',
  endFailed: 'The chat could not be ended. Please try again shortly',
  cancel: 'Keep chatting',
  ended: 'This chat has ended. Thank you for getting in touch.',
  startOver: 'Start a new chat',
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  feedback: 'Did this answer help?',
  thanks: 'Thank you for your feedback',
  feedbackFailed: 'Your feedback did not reach us. Please try again',
  privacy: 'Privacy',
  linkNewTab: ' (opens in a new tab)',
  attach: 'Attach files',
  dropHere: 'Drop files here to attach them',
  picked: 'Files to send',
  removeFile: 'Remove {name}',
  tooLarge: '“{name}” is larger than {limit} MB. Please choose a smaller file',
  tooMany: 'You can send up to {limit} files at a time',
  emptyFile: '“{name}” is empty',
  uploading: 'Uploading',
  stopUpload: 'Cancel',
  refusedSize: 'Not sent: the file is too large',
  refusedKind: 'Not sent: files of this kind are not accepted',
  cancelled: 'Not sent: you cancelled it',
  lostFiles: 'Not sent before the page was reloaded. Please choose the files again',
  discard: 'Remove',
  fileFailed: 'The file cannot be opened right now. Please try again',
  cardUnshown: 'This card cannot be shown',
}

export const strings: Readonly<Record<Language, Strings>> = { zh, en }

/** The words of one widget, and the sign in the assistant's face. */
export interface Words extends Strings {
  readonly sign?: string
}

/** The words, with the assistant called by its name. */
export function wordsOf(
  language: Language,
  { name, logo }: { readonly name?: Readonly<Record<Language, string>>; readonly logo?: string },
): Words {
  const words = strings[language]
  return {
    ...words,
    ...(name && { assistant: name[language], assistantReady: `${name[language]} · ${words.assistant}` }),
    ...(logo && { sign: logo }),
  }
}

/** Fills `{name}` places; a place without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/gu, (place, name: string) => String(values[name] ?? place))
}

/**
 * The first of the wishes that is Chinese or English; English when none is.
 * @param wishes language tags, most important first, such as `zh-CN`, `en`, `auto` or nothing
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.trim().toLowerCase().split(/[-_]/u)[0]
    if (language === 'zh' || language === 'en') return language
  }
  return 'en'
}

/** The locale sent with every activity; readers of traditional characters keep theirs. */
export function localeOf(language: Language, browserLanguages: readonly string[]): string {
  if (language === 'en') return 'en-US'
  const chinese = browserLanguages.find((tag) => /^zh\b/iu.test(tag))
  return chinese && /hant|tw|hk|mo/iu.test(chinese) ? 'zh-TW' : 'zh-CN'
}

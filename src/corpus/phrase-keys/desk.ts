/** Phrases around what our people decide at the desk. */

export const deskPhrases = {
  'blocked.notice': ['until'],
  'agent.file': ['name', 'link', 'hours'],
} as const

/** The demo page's own script: buttons that open the chat and ask. */

interface ChatElement extends HTMLElement {
  ask(question: string): void
}

function isChat(element: Element | null): element is ChatElement {
  return element !== null && 'ask' in element
}

for (const button of document.querySelectorAll<HTMLElement>('[data-ask]')) {
  button.addEventListener('click', () => {
    const chat = document.querySelector('liuke-chat')
    if (isChat(chat)) chat.ask(button.dataset['ask'] ?? '')
  })
}

/** The one thing the tests use of a package without types: a browser's request object for Node. */
declare module 'xhr2' {
  const XMLHttpRequest: { new (): object }
  export default XMLHttpRequest
}

/// <reference types="vite/client" />
declare const __WEB_BUILD__: string
declare module 'virtual:locale/*' {
  const sentences: Record<string, string>
  export default sentences
}

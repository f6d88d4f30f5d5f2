/**
 * The application's id, the same as in electron-builder.yml: Windows ties notices and the entry in the start menu
 * together by it (electron.d.ts, app.setAppUserModelId).
 */
export const appId = 'io.github.signoff.desktop';

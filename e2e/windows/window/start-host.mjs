import { readFileSync } from 'node:fs';

/**
 * Starts the program for tests inside Windows: `node.exe start-host.mjs ORDER`. The order is a JSON file with the
 * environment and the arguments, because wine changes both on the way in.
 */
const { env, cli, args } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
Object.assign(process.env, env);
process.argv = [process.execPath, cli, ...args];
await import(`file:///${cli.replaceAll('\\', '/')}`);

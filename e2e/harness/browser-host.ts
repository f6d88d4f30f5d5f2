import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright/test';
import type { PrivateHome } from './private-home.ts';

export interface RunningHost {
  /** `file:` address of the launch file */
  readonly launchUrl: string;
  readonly launchFile: string;
  /** stops the host as Ctrl+C does; returns its exit code */
  stop(): Promise<number>;
}

/** Runs `signoff open --no-launch` and waits until it names its launch file. */
export async function startBrowserHost(
  where: PrivateHome,
  more: readonly string[] = [],
): Promise<RunningHost> {
  const args = [where.program.cli, 'open', '--no-launch', '--data-dir', where.dataDir, ...more];
  const child = spawn(process.execPath, args, { env: where.env, cwd: where.home });
  let output = '';
  const launchFile = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /\S*[/\\]window-[^\n]*launch\.html/.exec(output)?.[0];
      if (found !== undefined) resolve(found.slice(found.indexOf(where.dataDir)));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`signoff open ended with ${String(code)}:\n${output}`)));
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    launchUrl: pathToFileURL(launchFile).href,
    launchFile,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      const [code] = await ended;
      return code ?? -1;
    },
  };
}

/** Opens the launch file as the host's own window does and waits for the assistant. */
export async function enterThroughLaunchFile(page: Page, host: RunningHost): Promise<void> {
  await page.goto(host.launchUrl);
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
}

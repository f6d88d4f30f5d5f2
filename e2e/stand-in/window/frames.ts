import type { WebFrameMain } from 'electron';
import { toProgram } from './addresses.ts';
import type { CdpSession } from './cdp.ts';

interface FrameInfo {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly name?: string;
  readonly loaderId?: string;
}

interface FrameNode {
  readonly frame: FrameInfo;
  readonly childFrames?: readonly FrameNode[];
}

/** One frame of a page (docs/api/web-frame-main.md). Reading it after it is gone throws. */
export class StandInFrame implements Pick<WebFrameMain, 'detached' | 'name' | 'origin' | 'url'> {
  readonly #frames: Frames;
  readonly #id: string;

  constructor(frames: Frames, id: string) {
    this.#frames = frames;
    this.#id = id;
  }

  #info(): FrameInfo {
    const info = this.#frames.infoOf(this.#id);
    if (info === undefined)
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    return info;
  }
  get detached(): boolean {
    return this.#frames.infoOf(this.#id) === undefined;
  }
  get name(): string {
    return this.#info().name ?? '';
  }
  get url(): string {
    return toProgram(this.#info().url);
  }
  get origin(): string {
    return /^[a-z]+:\/\/[^/]*/.exec(this.url)?.[0] ?? 'null';
  }
  get parent(): StandInFrame | null {
    const { parentId } = this.#info();
    return parentId === undefined ? null : this.#frames.get(parentId);
  }
  get frames(): StandInFrame[] {
    return this.#frames.childrenOf(this.#id);
  }
  get top(): StandInFrame {
    return this.parent?.top ?? this;
  }
}

/** The frames of a page, followed by the DevTools protocol's Page events. */
export class Frames {
  readonly #infos = new Map<string, FrameInfo>();
  #main = '';
  /** the empty document that a page begins with */
  #firstLoader = '';

  static async follow(session: CdpSession): Promise<Frames> {
    const frames = new Frames();
    session.on<{ frame: FrameInfo }>('Page.frameNavigated', ({ frame }) => frames.#set(frame));
    session.on<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const known = frames.#infos.get(frameId);
      if (known !== undefined) frames.#set({ ...known, url });
    });
    session.on<{ frameId: string; parentFrameId: string }>('Page.frameAttached', (attached) =>
      frames.#set({ id: attached.frameId, parentId: attached.parentFrameId, url: '' }),
    );
    session.on<{ frameId: string; reason: string }>('Page.frameDetached', ({ frameId, reason }) => {
      if (reason !== 'swap') frames.#infos.delete(frameId);
    });
    const { frameTree } = await session.send<{ frameTree: FrameNode }>('Page.getFrameTree');
    frames.#main = frameTree.frame.id;
    frames.#firstLoader = frameTree.frame.loaderId ?? '';
    frames.#take(frameTree);
    return frames;
  }

  #set(frame: FrameInfo): void {
    this.#infos.set(frame.id, frame);
  }

  #take({ frame, childFrames = [] }: FrameNode): void {
    this.#set(frame);
    for (const child of childFrames) this.#take(child);
  }

  get mainId(): string {
    return this.#main;
  }
  isFirstDocument(loaderId: string): boolean {
    return loaderId === this.#firstLoader;
  }
  get main(): StandInFrame {
    return new StandInFrame(this, this.#main);
  }
  infoOf(id: string): FrameInfo | undefined {
    return this.#infos.get(id);
  }
  childrenOf(id: string): StandInFrame[] {
    const children = [...this.#infos.values()].filter(({ parentId }) => parentId === id);
    return children.map((child) => new StandInFrame(this, child.id));
  }
  get(id: string): StandInFrame | null {
    return this.#infos.has(id) ? new StandInFrame(this, id) : null;
  }
}

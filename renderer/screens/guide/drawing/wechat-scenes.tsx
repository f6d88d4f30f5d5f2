import {
  Area,
  AppIcon,
  Badge,
  Bars,
  Behind,
  Confirm,
  Menu,
  Outline,
  Person,
  RightButton,
  Target,
  Words,
  around,
} from './parts.tsx';
import type { Box } from './parts.tsx';

/** A messenger's main window: icon rail, chat list, chat. */
function MainWindow({ box, rail }: { box: Box; rail: number }) {
  const { x, y, w, h } = box;
  const list = x + rail;
  const chat = list + w * 0.3;
  return (
    <>
      <Outline {...box} />
      <path d={`M${chat} ${y}v${h}`} opacity={0.5} />
      <Person x={x + rail / 2} y={y + 22} r={9} />
      {[0, 1, 2].map((row) => (
        <rect
          key={row}
          x={x + rail / 2 - 6}
          y={y + 46 + row * 22}
          width={12}
          height={12}
          rx={3}
          opacity={0.5}
        />
      ))}
      {[0, 1, 2, 3].map((row) => (
        <g key={row} opacity={0.75}>
          <circle cx={list + 16} cy={y + 24 + row * 30} r={7} opacity={0.6} />
          <Words x={list + 29} y={y + 20 + row * 30} w={w * 0.14} strong />
          <Words x={list + 29} y={y + 29 + row * 30} w={w * 0.1} />
        </g>
      ))}
      <Words x={chat + 14} y={y + 18} w={50} strong />
      <Area x={chat + 14} y={y + 40} w={74} h={20} r={6} />
      <Area x={x + w - 84} y={y + 70} w={70} h={20} r={6} />
      <path d={`M${chat} ${y + h - 44}h${w - (chat - x)}`} opacity={0.5} />
    </>
  );
}

export function Wechat3Menu() {
  const box = { x: 16, y: 14, w: 288, h: 172, r: 3 };
  const menu = { x: 58, y: 106, w: 112, h: 72, r: 3 };
  return (
    <>
      <Behind fronts={[menu, around(36, 151), around(170, 166)]}>
        <Area x={16} y={14} w={40} h={172} />
        <path d="M56 14v172" opacity={0.5} />
        <MainWindow box={box} rail={40} />
      </Behind>
      <Target x={26} y={161} w={20} h={18}>
        <Bars x={36} y={170} />
      </Target>
      <Badge n={1} x={36} y={151} />
      <Menu box={menu} rows={3} chosen={2} />
      <Badge n={2} x={170} y={166} />
    </>
  );
}

export function Wechat4Menu() {
  const box = { x: 16, y: 14, w: 288, h: 172, r: 12 };
  const menu = { x: 58, y: 88, w: 112, h: 88, r: 10 };
  return (
    <>
      <Behind fronts={[menu, around(36, 151), around(170, 164)]}>
        <MainWindow box={box} rail={40} />
        <Area x={56} y={15} w={86} h={170} r={0} />
      </Behind>
      <Target x={26} y={161} w={20} h={18} r={6}>
        <Bars x={36} y={170} />
      </Target>
      <Badge n={1} x={36} y={151} />
      <Menu box={menu} rows={4} chosen={3} />
      <Badge n={2} x={170} y={164} />
    </>
  );
}

export function Wechat3SignOut() {
  const ask = { x: 192, y: 132, w: 112, h: 54 };
  return (
    <>
      <Behind fronts={[ask, around(111, 44), around(236, 104)]}>
        <Outline x={28} y={14} w={240} h={158} r={3} />
        <path d="M110 14v158" opacity={0.5} />
        {[1, 2, 3, 4].map((row) => (
          <Words key={row} x={44} y={44 + row * 24} w={row % 2 === 0 ? 44 : 36} />
        ))}
        <Person x={189} y={54} r={18} />
        <Words x={164} y={84} w={50} />
      </Behind>
      <Target x={34} y={34} w={70} h={20}>
        <Words x={44} y={44} w={42} strong />
      </Target>
      <Badge n={1} x={111} y={44} />
      <Target x={152} y={95} w={74} h={20}>
        <Words x={169} y={105} w={40} strong />
      </Target>
      <Badge n={2} x={236} y={104} />
      <Confirm x={192} y={132} n={3} />
    </>
  );
}

export function Wechat4SignOut() {
  const ask = { x: 196, y: 136, w: 112, h: 54 };
  return (
    <>
      <Behind fronts={[ask, around(104, 40), around(268, 99)]}>
        <Outline x={20} y={12} w={264} h={166} r={12} />
        <path d="M104 12v166" opacity={0.5} />
        {[1, 2, 3, 4].map((row) => (
          <Words key={row} x={38} y={40 + row * 24} w={row % 2 === 0 ? 44 : 34} />
        ))}
        <Outline x={120} y={26} w={148} h={48} r={8} />
        <Person x={140} y={50} r={11} />
        <Words x={160} y={45} w={50} strong />
        <Words x={160} y={56} w={34} />
        <Outline x={120} y={84} w={148} h={32} r={8} />
        <Words x={132} y={100} w={42} />
        <Outline x={120} y={126} w={148} h={32} r={8} />
        <Words x={132} y={142} w={42} />
      </Behind>
      <Target x={28} y={30} w={70} h={20} r={6}>
        <Words x={38} y={40} w={46} strong />
      </Target>
      <Badge n={1} x={104} y={40} />
      <Target x={192} y={91} w={66} h={18} r={6}>
        <Words x={206} y={100} w={38} strong />
      </Target>
      <Badge n={2} x={268} y={99} />
      <Confirm x={196} y={136} n={3} />
    </>
  );
}

export function TrayQuit() {
  const menu = { x: 188, y: 60, w: 104, h: 84 };
  return (
    <>
      <path d="M8 162h304" opacity={0.6} />
      <Area x={8} y={162} w={304} h={30} r={0} />
      <rect x={20} y={170} width={14} height={14} rx={2} opacity={0.5} />
      <rect x={46} y={170} width={14} height={14} rx={4} opacity={0.5} />
      <rect x={72} y={170} width={14} height={14} rx={4} opacity={0.5} />
      <path d="M198 179l4 -4l4 4" />
      <Words x={262} y={173} w={38} />
      <Words x={270} y={182} w={30} />
      <Target x={216} y={165} w={24} h={24} r={5}>
        <AppIcon x={220} y={169} s={16} />
      </Target>
      <Badge n={1} x={240} y={158} />
      <Menu box={menu} rows={4} chosen={3} />
      <Badge n={2} x={292} y={130} />
      <RightButton x={98} y={92} />
    </>
  );
}

export function LinuxQuit() {
  const menu = { x: 176, y: 44, w: 108, h: 84 };
  return (
    <>
      <Behind fronts={[menu, around(284, 114)]}>
        <path d="M8 36h304" opacity={0.6} />
        <Area x={8} y={8} w={304} h={28} r={0} />
        <Words x={20} y={22} w={44} />
        <Words x={142} y={22} w={36} />
        <Outline x={126} y={96} w={176} h={88} r={8} />
        <path d="M126 114h176" opacity={0.5} />

        {[0, 1, 2].map((row) => (
          <Words key={row} x={142} y={140 + row * 14} w={90 - row * 18} />
        ))}
      </Behind>
      <circle cx={286} cy={22} r={4} opacity={0.6} />
      <Target x={226} y={10} w={24} h={24} r={5}>
        <AppIcon x={230} y={14} s={16} />
      </Target>
      <Badge n={1} x={262} y={32} />
      <Menu box={menu} rows={4} chosen={3} />
      <Badge n={2} x={284} y={114} />
      <RightButton x={66} y={106} />
    </>
  );
}

/** A menu of applications above the task bar: the messenger is one of them. */
export function OpenFromMenu() {
  const panel = { x: 20, y: 22, w: 172, h: 130, r: 8 };
  const columns = [38, 88, 138];
  return (
    <>
      <path d="M8 162h304" opacity={0.6} />
      <Area x={8} y={162} w={304} h={30} r={0} />
      <rect x={58} y={170} width={14} height={14} rx={4} opacity={0.5} />
      <rect x={84} y={170} width={14} height={14} rx={4} opacity={0.5} />
      <Words x={262} y={173} w={38} />
      <Words x={270} y={182} w={30} />
      <Target x={20} y={166} w={24} h={22} r={5}>
        <path d="M27 172h4v4h-4zM33 172h4v4h-4zM27 178h4v4h-4zM33 178h4v4h-4z" />
      </Target>
      <Badge n={1} x={46} y={161} />
      <Outline {...panel} />
      <Outline x={32} y={32} w={148} h={14} r={7} />
      {columns.map((x, at) =>
        [58, 106].map((y, row) =>
          at === 1 && row === 0 ? null : (
            <g key={`${x} ${y}`} opacity={0.5}>
              <rect x={x} y={y} width={24} height={24} rx={6} />
              <Words x={x + 2} y={y + 32} w={20} />
            </g>
          ),
        ),
      )}
      <Target x={80} y={53} w={40} h={42} r={6}>
        <AppIcon x={88} y={58} s={24} />
        <Words x={88} y={89} w={24} strong />
      </Target>
      <Badge n={2} x={120} y={54} />
    </>
  );
}

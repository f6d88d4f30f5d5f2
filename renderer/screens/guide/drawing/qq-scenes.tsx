import { Arrow, Area, Badge, Bars, Behind, Menu, Outline, Person, Target, Words, around } from './parts.tsx';
import type { Box } from './parts.tsx';

const ntWindow: Box = { x: 12, y: 14, w: 128, h: 172, r: 10 };
const ntMenu: Box = { x: 44, y: 104, w: 84, h: 72, r: 8 };

function NtWindow() {
  const { x, y, w, h } = ntWindow;
  return (
    <>
      <Outline {...ntWindow} />
      <path d={`M${x + 30} ${y}v${h}`} opacity={0.5} />
      <Person x={x + 15} y={y + 20} r={8} />
      {[0, 1, 2].map((row) => (
        <circle key={row} cx={x + 15} cy={y + 48 + row * 20} r={5} opacity={0.5} />
      ))}
      {[0, 1, 2, 3].map((row) => (
        <g key={row} opacity={0.75}>
          <circle cx={x + 46} cy={y + 22 + row * 28} r={7} opacity={0.6} />
          <Words x={x + 60} y={y + 18 + row * 28} w={w * 0.38} strong />
          <Words x={x + 60} y={y + 27 + row * 28} w={w * 0.26} />
        </g>
      ))}
    </>
  );
}

/** The menu button at the lower left with its open menu. */
function NtMenu({ chosen, y }: { chosen: number; y: number }) {
  return (
    <>
      <Behind fronts={[ntMenu, around(27, 150), around(128, y)]}>
        <NtWindow />
      </Behind>
      <Target x={17} y={160} w={20} h={18} r={6}>
        <Bars x={27} y={169} />
      </Target>
      <Badge n={1} x={27} y={150} />
      <Menu box={ntMenu} rows={4} chosen={chosen} />
      <Badge n={2} x={128} y={y} />
    </>
  );
}

/** The sign-in page of the settings with an unticked box for automatic sign-in. */
function SignInSettings({ x, r }: { x: number; r: number }) {
  return (
    <>
      <Behind fronts={[around(x + 58, 76), around(x + 84, 84)]}>
        <Outline x={x} y={38} w={144} h={120} r={r} />
        <path d={`M${x + 58} 38v120`} opacity={0.5} />
        {[0, 2, 3].map((row) => (
          <Words key={row} x={x + 12} y={56 + row * 20} w={row === 2 ? 34 : 28} />
        ))}
        <Words x={x + 72} y={58} w={42} strong />
        <Words x={x + 90} y={102} w={42} />
        <rect x={x + 72} y={122} width={12} height={12} rx={3} opacity={0.6} />
        <Words x={x + 90} y={128} w={34} />
      </Behind>
      <Target x={x + 5} y={67} w={46} h={18}>
        <Words x={x + 12} y={76} w={30} strong />
      </Target>
      <Badge n={3} x={x + 58} y={76} />
      <Target x={x + 72} y={96} w={12} h={12} r={3} />
      <Badge n={4} x={x + 84} y={84} />
    </>
  );
}

export function QqNtMenu() {
  return (
    <>
      <NtMenu chosen={2} y={149} />
      <Arrow x={142} y={98} w={16} />
      <SignInSettings x={166} r={10} />
    </>
  );
}

/** The window of a signed-out messenger. */
function SignInWindow({ x, y, h, r }: { x: number; y: number; h: number; r: number }) {
  return (
    <>
      <Outline x={x} y={y} w={116} h={h} r={r} />
      <Person x={x + 58} y={y + 36} r={18} />
    </>
  );
}

export function QqNtSignOut() {
  return (
    <>
      <NtMenu chosen={3} y={164} />
      <Arrow x={148} y={98} w={26} />
      <SignInWindow x={188} y={30} h={140} r={10} />
      <Words x={222} y={104} w={48} />
      <Area x={208} y={124} w={76} h={18} r={6} />
      <Words x={230} y={133} w={32} strong />
      <Words x={226} y={156} w={40} />
    </>
  );
}

const classicMenu: Box = { x: 36, y: 92, w: 86, h: 72, r: 3 };

/** A tall list of friends with the menu button at the bottom. */
function ClassicPanel({ chosen, y }: { chosen: number; y: number }) {
  return (
    <>
      <Behind fronts={[classicMenu, around(25, 160), around(122, y)]}>
        <Outline x={12} y={10} w={92} h={180} r={3} />
        <Area x={12} y={10} w={92} h={34} r={0} />
        <Person x={30} y={27} r={10} />
        <Words x={48} y={23} w={38} strong />
        <Words x={48} y={33} w={26} />
        {[0, 1, 2, 3, 4].map((row) => (
          <g key={row} opacity={0.75}>
            <circle cx={28} cy={60 + row * 22} r={6} opacity={0.6} />
            <Words x={42} y={60 + row * 22} w={row % 2 === 0 ? 46 : 36} />
          </g>
        ))}
        <path d="M12 168h92" opacity={0.5} />
      </Behind>
      <Target x={16} y={171} w={18} h={16}>
        <Bars x={25} y={179} />
      </Target>
      <Badge n={1} x={25} y={160} />
      <Menu box={classicMenu} rows={4} chosen={chosen} />
      <Badge n={2} x={122} y={y} />
    </>
  );
}

export function QqClassicSettings() {
  return (
    <>
      <ClassicPanel chosen={1} y={120} />
      <Arrow x={134} y={98} w={18} />
      <SignInSettings x={164} r={3} />
    </>
  );
}

export function QqClassicAccounts() {
  return (
    <>
      <ClassicPanel chosen={2} y={137} />
      <Arrow x={138} y={98} w={26} />
      <Outline x={180} y={14} w={124} h={172} r={3} />
      <Area x={180} y={14} w={124} h={26} r={0} />
      <Person x={242} y={62} r={15} />
      <Outline x={194} y={88} w={96} h={20} r={3} />
      <Words x={203} y={98} w={46} />
      <Target x={270} y={88} w={20} h={20} r={3}>
        <path d="M276 96l4 4l4 -4" />
      </Target>
      <Badge n={3} x={291} y={82} />
      <Outline x={194} y={112} w={96} h={52} r={3} />
      <Words x={203} y={126} w={42} />
      <Words x={203} y={150} w={36} />
      <Target x={270} y={117} w={18} h={18} r={3}>
        <path d="M276 123l6 6m0 -6l-6 6" />
      </Target>
      <path d="M276 147l6 6m0 -6l-6 6" opacity={0.5} />
      <Badge n={4} x={298} y={126} />
    </>
  );
}

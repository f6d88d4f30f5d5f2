import {
  AppIcon,
  Area,
  Badge,
  Behind,
  Confirm,
  Menu,
  Outline,
  Person,
  Target,
  Words,
  around,
} from './parts.tsx';

const menu = { x: 34, y: 34, w: 116, h: 100 };

/** The macOS menu bar with the app's own menu open. */
function MenuBar({ chosen, rowBadge }: { chosen: number; rowBadge: number }) {
  return (
    <>
      <path d="M8 30h304" opacity={0.6} />
      <Area x={8} y={8} w={304} h={22} r={0} />
      <circle cx={22} cy={19} r={5} opacity={0.6} />
      <Words x={106} y={19} w={26} />
      <Words x={142} y={19} w={26} />
      <Words x={178} y={19} w={26} />
      <Target x={36} y={10} w={44} h={18}>
        <Words x={44} y={19} w={28} strong />
      </Target>
      <Badge n={1} x={89} y={19} />
      <Menu box={menu} rows={5} chosen={chosen} />
      <Badge n={2} x={150} y={rowBadge} />
    </>
  );
}

function MacWindow() {
  return (
    <>
      <Outline x={92} y={58} w={212} h={108} r={10} />
      <circle cx={106} cy={71} r={3.5} />
      <circle cx={118} cy={71} r={3.5} />
      <circle cx={130} cy={71} r={3.5} />
      <path d="M92 84h212" opacity={0.5} />
      {[0, 1, 2, 3].map((row) => (
        <Words key={row} x={176} y={104 + row * 16} w={100 - row * 14} />
      ))}
    </>
  );
}

export function MacMenu() {
  return (
    <>
      <Behind fronts={[menu, around(150, 66)]}>
        <MacWindow />
      </Behind>
      <MenuBar chosen={1} rowBadge={66} />
    </>
  );
}

export function MacQuit() {
  return (
    <>
      <Behind fronts={[menu, around(150, 121), { x: 84, y: 156, w: 152, h: 38, r: 10 }]}>
        <MacWindow />
      </Behind>
      <MenuBar chosen={4} rowBadge={121} />
      <Outline x={84} y={156} w={152} h={38} r={10} />
      {[0, 2, 3].map((place) => (
        <rect key={place} x={98 + place * 34} y={162} width={20} height={20} rx={5} opacity={0.5} />
      ))}
      <AppIcon x={132} y={162} s={20} />
      <circle cx={142} cy={189} r={3} strokeDasharray="2 2.5" strokeWidth={1} />
    </>
  );
}

export function MacSignOut() {
  const ask = { x: 190, y: 134, w: 112, h: 54 };
  return (
    <>
      <Behind fronts={[ask, around(92, 52), around(258, 98)]}>
        <Outline x={24} y={12} w={256} h={158} r={10} />
        <circle cx={38} cy={24} r={3.5} />
        <circle cx={50} cy={24} r={3.5} />
        <circle cx={62} cy={24} r={3.5} />
        <path d="M24 72h256" opacity={0.5} />
        {[1, 2, 3].map((tab) => (
          <g key={tab} opacity={0.6}>
            <circle cx={64 + tab * 50} cy={46} r={8} />
            <Words x={52 + tab * 50} y={63} w={24} />
          </g>
        ))}
        <Person x={66} y={106} r={18} />
        <Words x={96} y={99} w={56} strong />
        <Words x={96} y={111} w={38} />
        <Words x={48} y={144} w={90} />
      </Behind>
      <Target x={46} y={34} w={38} h={36}>
        <Person x={65} y={47} r={8} />
        <Words x={54} y={63} w={22} strong />
      </Target>
      <Badge n={1} x={92} y={52} />
      <Target x={180} y={89} w={68} h={20} r={5}>
        <Words x={195} y={99} w={38} strong />
      </Target>
      <Badge n={2} x={258} y={98} />
      <Confirm x={190} y={134} n={3} />
    </>
  );
}

/** A window of the Finder: its list of applications, with the messenger. */
export function MacOpen() {
  const columns = [146, 196, 246];
  return (
    <>
      <Behind fronts={[around(122, 78)]}>
        <Outline x={32} y={18} w={256} h={164} r={10} />
        <circle cx={46} cy={32} r={3.5} />
        <circle cx={58} cy={32} r={3.5} />
        <circle cx={70} cy={32} r={3.5} />
        <path d="M122 18v164" opacity={0.5} />
      </Behind>
      {[56, 100, 122].map((y, row) => (
        <Words key={y} x={48} y={y} w={50 - row * 8} />
      ))}
      <Target x={40} y={68} w={74} h={20}>
        <Words x={48} y={78} w={46} strong />
      </Target>
      <Badge n={1} x={122} y={78} />
      {columns.map((x, at) =>
        [48, 108].map((y, row) =>
          at === 1 && row === 0 ? null : (
            <g key={`${x} ${y}`} opacity={0.5}>
              <rect x={x} y={y} width={24} height={24} rx={6} />
              <Words x={x + 2} y={y + 33} w={20} />
            </g>
          ),
        ),
      )}
      <Target x={188} y={43} w={40} h={44} r={6}>
        <AppIcon x={196} y={48} s={24} />
        <Words x={196} y={80} w={24} strong />
      </Target>
      <Badge n={2} x={228} y={44} />
    </>
  );
}

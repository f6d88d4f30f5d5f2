import { Arrow, Area, Badge, Behind, Outline, Person, Target, Words, around } from './parts.tsx';
import type { Box } from './parts.tsx';

function Phone({ x, w }: { x: number; w: number }) {
  return (
    <>
      <Outline x={x} y={8} w={w} h={184} r={14} />
      <path d={`M${x + w / 2 - 9} 17h18`} opacity={0.6} />
    </>
  );
}

/** A desktop computer. */
function Computer({ x, y, s }: { x: number; y: number; s: number }) {
  return (
    <>
      <rect x={x - s} y={y - s * 0.75} width={s * 2} height={s * 1.25} rx={s * 0.15} />
      <path d={`M${x} ${y + s * 0.5}v${s * 0.4}M${x - s * 0.5} ${y + s * 0.9}h${s}`} />
    </>
  );
}

/** A list row on the phone that leads to another page. */
function Row({ x, y, w }: { x: number; y: number; w: number }) {
  return (
    <>
      <Words x={x} y={y} w={w * 0.5} />
      <path d={`M${x + w - 4} ${y - 4}l4 4l-4 4`} opacity={0.6} />
    </>
  );
}

function ChosenRow({ x, y, w, n }: { x: number; y: number; w: number; n: number }) {
  return (
    <>
      <Target x={x - 6} y={y - 11} w={w + 12} h={22}>
        <Words x={x} y={y} w={w * 0.55} strong />
        <path d={`M${x + w - 16} ${y - 4}l4 4l-4 4`} />
      </Target>
      <Badge n={n} x={x + w + 3} y={y} />
    </>
  );
}

export function PhoneSession() {
  return (
    <>
      <Behind fronts={[around(143, 52)]}>
        <Phone x={42} w={100} />
      </Behind>
      <Words x={70} y={31} w={44} strong />
      <Target x={48} y={42} w={88} h={20} r={5}>
        <Computer x={62} y={51.5} s={6} />
        <Words x={76} y={52} w={46} strong />
      </Target>
      <Badge n={1} x={143} y={52} />
      {[0, 1, 2, 3].map((row) => (
        <g key={row} opacity={0.75}>
          <circle cx={63} cy={82 + row * 26} r={8} opacity={0.6} />
          <Words x={79} y={78 + row * 26} w={40} strong />
          <Words x={79} y={88 + row * 26} w={28} />
        </g>
      ))}
      <Arrow x={152} y={100} w={18} />
      <Behind fronts={[around(271, 153)]}>
        <Phone x={180} w={100} />
      </Behind>
      <Computer x={230} y={76} s={20} />
      <Words x={206} y={112} w={48} />
      <Target x={194} y={143} w={72} h={20} r={6}>
        <Words x={211} y={153} w={38} strong />
      </Target>
      <Badge n={2} x={271} y={153} />
    </>
  );
}

const first: Box = { x: 10, y: 8, w: 88, h: 184 };
const second: Box = { x: 116, y: 8, w: 88, h: 184 };
const third: Box = { x: 222, y: 8, w: 88, h: 184 };

/** From the profile page through the settings to the account security list. */
function WayToSecurity({ lastRow }: { lastRow: number }) {
  const y = 52 + lastRow * 26;
  return (
    <>
      <Phone x={first.x} w={first.w} />
      <Target x={20} y={32} w={68} h={40} r={8}>
        <Person x={38} y={52} r={12} />
        <Words x={56} y={52} w={22} strong />
      </Target>
      <Badge n={1} x={84} y={33} />
      {[0, 1].map((row) => (
        <Row key={row} x={24} y={94 + row * 24} w={60} />
      ))}
      <ChosenRow x={24} y={146} w={60} n={2} />
      <Phone x={second.x} w={second.w} />
      <ChosenRow x={130} y={52} w={60} n={3} />
      {[1, 2, 3, 4]
        .filter((row) => row !== lastRow)
        .map((row) => (
          <Row key={row} x={130} y={52 + row * 26} w={60} />
        ))}
      <ChosenRow x={130} y={y} w={60} n={4} />
    </>
  );
}

export function PhoneDevices() {
  return (
    <>
      <WayToSecurity lastRow={3} />
      <Phone x={third.x} w={third.w} />
      <g opacity={0.75}>
        <rect x={236} y={40} width={10} height={18} rx={2.5} />
        <Words x={256} y={49} w={36} />
      </g>
      <Target x={228} y={72} w={76} h={28} r={6}>
        <Computer x={242} y={85} s={8} />
        <Words x={256} y={86} w={24} strong />
        <path d="M290 81l8 8m0 -8l-8 8" />
      </Target>
      <Badge n={5} x={302} y={70} />
      <g opacity={0.75}>
        <Computer x={242} y={124} s={7} />
        <Words x={256} y={124} w={30} />
      </g>
    </>
  );
}

export function PhonePassword() {
  return (
    <>
      <WayToSecurity lastRow={2} />
      <Phone x={third.x} w={third.w} />
      <path d="M258 62v-8a8 8 0 0 1 16 0v8" />
      <rect x={253} y={62} width={26} height={20} rx={4} />
      <path d="M266 69v6" />
      {[0, 1].map((row) => (
        <g key={row}>
          <Outline x={234} y={102 + row * 26} w={64} h={18} r={5} />
          {[0, 1, 2, 3, 4].map((dot) => (
            <circle key={dot} cx={244 + dot * 9} cy={111 + row * 26} r={1.6} fill="currentColor" />
          ))}
        </g>
      ))}
      <Area x={234} y={158} w={64} h={18} r={6} />
      <Words x={252} y={167} w={28} strong />
    </>
  );
}

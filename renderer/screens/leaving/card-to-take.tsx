import { useEffect, useState } from 'react';
import type { ReportView } from '../../../app/contract/runs.ts';
import { leavingCard } from '../../../app/wizard/leaving-card.ts';
import { localDay } from '../../../app/locale/format.ts';
import { useStores } from '../../stores/stores.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { save } from '../../components/save.ts';
import { cardPage, cardSvg, cardWidth } from './card-svg.ts';
import styles from './card-to-take.module.css';

/** For a sharp print. */
const pngScale = 3;

async function pngOf(address: string, height: number): Promise<Blob> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = cardWidth * pngScale;
  canvas.height = height * pngScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
  );
}

/** 下机单: the card to take along, with a code that any phone reads offline. */
export function CardToTake({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const language = useLanguage();
  const { client } = useStores();
  const [digest, setDigest] = useState<string | null>(null);
  const [isFailed, setFailed] = useState(false);
  const { runId, verification } = report;
  useEffect(() => {
    let isCurrent = true;
    void client.call('reports.digest', { runId }).then((reply) => {
      if (isCurrent && reply.ok) setDigest(reply.value.digest);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, runId, verification]);
  if (digest === null) return null;
  const words = texts.records.card;
  const card = leavingCard(report, digest, texts, language);
  const { svg, height } = cardSvg(card);
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  const name = words.fileName({ date: localDay(report.endedAt) });
  const savePng = (): void =>
    void pngOf(address, height).then(
      (blob) => save(`${name}.png`, blob),
      () => setFailed(true),
    );
  return (
    <section className={styles['card']} aria-labelledby="card-heading">
      <h2 className={styles['heading']} id="card-heading">
        {words.title}
      </h2>
      <p className={styles['lead']}>{words.lead}</p>
      <img
        className={styles['picture']}
        src={address}
        width={cardWidth}
        height={height}
        alt={words.picture({ text: [card.headline, ...card.lines].join(texts.common.listJoin) })}
      />
      <div className={styles['ways']}>
        <Button onPress={savePng}>{words.save.png}</Button>
        <Button onPress={() => save(`${name}.svg`, new Blob([svg], { type: 'image/svg+xml' }))}>
          {words.save.svg}
        </Button>
        <Button
          onPress={() =>
            save(`${name}.html`, new Blob([cardPage(card, svg, language)], { type: 'text/html' }))
          }
        >
          {words.save.html}
        </Button>
      </div>
      <p role="status" className={styles['lead']}>
        {isFailed ? words.failed : ''}
      </p>
    </section>
  );
}

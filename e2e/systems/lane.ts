import './batches.ts';
import './cut-off.ts';
import './links.ts';
import './names.ts';
import './removal.ts';
import './staying.ts';
import './ways.ts';

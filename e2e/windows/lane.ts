import './leaving.ts';
import './paths.ts';
import './places.ts';
import './removal.ts';

import { render } from 'preact';
import { App } from './app';
import { catchLinks } from './lib/route';
import './style/page.css';

catchLinks();
render(<App />, document.getElementById('page')!);

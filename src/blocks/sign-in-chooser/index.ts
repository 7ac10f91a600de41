// A part of the sign-in block, printed by the server: the editor shows it in that block's preview.
import './style.scss';

import { useEffect, useRef } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { useIdentity } from '../identity/identity-provider';
import { SignInPage } from '../identity/sign-in-page';
import { useWords } from '../words/words-provider';
import { AccountMenu } from './account-menu';
import mark from './mark.svg';

/** The frame of every page: a head, who is signed in, and the way to sign in for who is not. */
export function Shell() {
  const words = useWords();
  const { isSignedIn } = useIdentity();
  const { state } = useNavigation();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  // Who hears pages rather than sees them is led to the new one.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [pathname]);

  return (
    <>
      <a className="skip" href="#main">
        {words.shell.skip}
      </a>
      <header className="head">
        <Link className="brand" to="/">
          <img src={mark} alt="" width="24" height="24" />
          Tenantry
        </Link>
        <AccountMenu />
      </header>
      <div className="progress-line" data-busy={state === 'loading'} />
      <main id="main" ref={main} tabIndex={-1}>
        {isSignedIn ? <Outlet /> : <SignInPage />}
      </main>
      <ScrollRestoration />
    </>
  );
}

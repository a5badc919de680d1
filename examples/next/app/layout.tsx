import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Identity } from '../lib/identity';
import './style.css';

export const metadata: Metadata = { title: 'Properties' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Identity>
          <main>{children}</main>
        </Identity>
      </body>
    </html>
  );
}

package com.dataenginex.helidon;

/** Sets of octets that a grammar allows. */
final class Octets {
    /** {@code tchar} (RFC 9110, 5.6.2). */
    static final boolean[] TOKEN = lettersDigitsAnd("!#$%&'*+-.^_`|~");
    /** {@code tchar} without small letters: methods differ by them (RFC 9110, 9.1), and every known one has capitals. */
    static final boolean[] METHOD = withoutSmallLetters(TOKEN);
    /** What a request-target consists of; a fragment is never sent (RFC 9112, 3.2). */
    static final boolean[] TARGET = range('!', '~', "#");
    /** Of a host's name, which may also hold octets in hexadecimal form (RFC 3986, 3.2.2; without the comma). */
    static final boolean[] HOST = lettersDigitsAnd("._~!$&'()*+;=-");
    /** Of a field's value: no controls but the tab (RFC 9110, 5.5). */
    static final boolean[] VALUE = range(' ', 0xff, "\u007f");

    static {
        VALUE['\t'] = true;
    }

    private Octets() {
    }

    /** The first position from {@code from} on whose octet is not in the set, or {@code end}. */
    static int span(boolean[] set, byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && set[bytes[i] & 0xff]) {
            i++;
        }
        return i;
    }

    private static boolean[] lettersDigitsAnd(String others) {
        boolean[] set = new boolean[256];
        for (char c = 0; c < 128; c++) {
            set[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || others.indexOf(c) >= 0;
        }
        return set;
    }

    private static boolean[] withoutSmallLetters(boolean[] all) {
        boolean[] set = all.clone();
        for (char c = 'a'; c <= 'z'; c++) {
            set[c] = false;
        }
        return set;
    }

    private static boolean[] range(int first, int last, String without) {
        boolean[] set = new boolean[256];
        for (int c = first; c <= last; c++) {
            set[c] = without.indexOf(c) < 0;
        }
        return set;
    }
}

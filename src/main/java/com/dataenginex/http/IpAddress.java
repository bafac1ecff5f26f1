package com.dataenginex.http;

import com.dataenginex.config.HostName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** IP addresses as text. */
final class IpAddress {
    private static final int GROUPS = 8;
    private static final int PLACES = 256;
    /** A proxy or a scraper asks again and again. */
    private static final AtomicReferenceArray<Known> RECENT = new AtomicReferenceArray<>(PLACES);

    private record Known(InetAddress address, String text) {
    }

    private IpAddress() {
    }

    /** The address that a text is, or null if it is none; no name is looked up. */
    static InetAddress parse(String text) {
        if (!HostName.isAddress(text)) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** An address in its one form: of IPv6, small letters and the longest run of zeros left out (RFC 5952, 4). */
    static String text(InetAddress address) {
        if (address instanceof Inet6Address six && six.getScopeId() != 0) {
            // Of addresses that differ in their zone alone, Java says that they are equal; the zone 0 is one, too.
            return written(address);
        }
        int place = address.hashCode() & PLACES - 1;
        Known recent = RECENT.get(place);
        if (recent != null && recent.address().equals(address)) {
            return recent.text();
        }
        String text = written(address);
        if (text.indexOf('%') < 0) {
            RECENT.set(place, new Known(address, text));
        }
        return text;
    }

    private static String written(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address.getHostAddress();
        }
        byte[] bytes = six.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(i == 0 || i == start + length && start >= 0 ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        String host = six.getHostAddress();
        int zone = host.indexOf('%');
        return zone < 0 ? text.toString() : text.append(host, zone, host.length()).toString();
    }
}

package com.dataenginex.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * Who sent a request: the peer, or, if that is a trusted proxy, whom it names. Of several, the last one counts that is no trusted
 * proxy itself: what stands before it, the client may have written.
 *
 * @param proxies peers that are believed; none by default
 * @param header the one that they set: {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}
 */
public record ClientAddress(List<Network> proxies, HeaderName header) {
    private static final String FOR = "for=";

    public ClientAddress {
        proxies = List.copyOf(proxies);
    }

    /**
     * @param peer or null if it is not known
     * @return null if it is not known
     */
    String of(SocketAddress peer, Headers headers) {
        if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return null;
        }
        InetAddress address = socket.getAddress();
        return IpAddress.text(proxies.isEmpty() || !headers.contains(header) ? address : named(address, headers));
    }

    private InetAddress named(InetAddress peer, Headers headers) {
        String chain = String.join(",", headers.get(header).allValues());
        InetAddress client = peer;
        int end = chain.length();
        while (end >= 0 && isTrusted(client)) {
            int comma = end == 0 ? -1 : chain.lastIndexOf(',', end - 1);
            String element = chain.substring(comma + 1, end).strip();
            if (element.isEmpty()) {
                // An empty element is none (RFC 9110, 5.6.1.2).
                end = comma;
                continue;
            }
            InetAddress before = IpAddress.parse(node(element));
            if (before == null) {
                return client;
            }
            client = before;
            end = comma;
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return proxies.stream().anyMatch(each -> each.contains(address));
    }

    /** The address in an element, without port, brackets and quotes (RFC 7239, 6). */
    private String node(String element) {
        String node = element;
        if (header.equals(HeaderNames.FORWARDED)) {
            node = "";
            for (String pair : element.split(";")) {
                if (pair.strip().regionMatches(true, 0, FOR, 0, FOR.length())) {
                    node = pair.strip().substring(FOR.length()).replace("\"", "");
                }
            }
        }
        if (node.startsWith("[")) {
            int bracket = node.indexOf(']');
            return bracket < 0 ? "" : node.substring(1, bracket);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}

package com.dataenginex.http;

import java.net.InetAddress;
import java.util.Arrays;

/** An address or a network in CIDR notation (RFC 4632, 3.1; RFC 4291, 2.3). Immutable. */
public final class Network {
    static final String ALLOWED = "an address or a network such as 10.0.0.0/8 or fd00::/8";

    private final byte[] address;
    private final int bits;
    private final String text;

    private Network(byte[] address, int bits, String text) {
        this.address = address;
        this.bits = bits;
        this.text = text;
    }

    /** The network that a text is, or null if it is none. */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int all = address.getAddress().length * Byte.SIZE;
        String bits = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= all
                ? new Network(address.getAddress(), Integer.parseInt(bits), text)
                : null;
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((bytes[i / Byte.SIZE] ^ address[i / Byte.SIZE]) << i % Byte.SIZE & 0x80) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) + bits;
    }

    @Override
    public String toString() {
        return text;
    }
}

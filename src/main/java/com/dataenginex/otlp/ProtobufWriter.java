package com.dataenginex.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes messages in Protobuf's binary form, in one pass: the length of a message is put in front of it once it is known. Fields that
 * have their default value are written too; who calls leaves them out where that is meant. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
public final class ProtobufWriter implements Encoded {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private static final int LONGEST_VARINT = 10;
    /** A tag of ours, and a length: as many bytes are free before a field is written, whatever it takes. */
    public static final int LONGEST_HEAD = 2 * LONGEST_VARINT;
    private static final int MORE = 0x80;
    private static final byte[] HEX = new byte[0x80];

    static {
        for (int digit = 0; digit < 16; digit++) {
            HEX[Character.forDigit(digit, 16)] = (byte) digit;
        }
    }

    private byte[] bytes;
    private int length;

    /** @param capacity first size in bytes */
    public ProtobufWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * The bytes, of which the first {@link #length} were written; nothing may be written any more.
     *
     * @param spare if more bytes than that were not written, it is a copy without them
     */
    public byte[] taken(int spare) {
        return bytes.length - length > spare ? toBytes() : bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** An {@code int64}, {@code uint32}, {@code bool} or {@code enum}. */
    public void integer(int field, long value) {
        ensure(LONGEST_HEAD);
        tag(field, VARINT);
        varint(value);
    }

    public void fixed64(int field, long value) {
        ensure(LONGEST_HEAD);
        tag(field, FIXED64);
        littleEndian(value, Long.BYTES);
    }

    public void fixed32(int field, int value) {
        ensure(LONGEST_HEAD);
        tag(field, FIXED32);
        littleEndian(value, Integer.BYTES);
    }

    /** A {@code double}. */
    public void real(int field, double value) {
        fixed64(field, Double.doubleToRawLongBits(value));
    }

    /** A {@code string}; of a lone surrogate becomes a question mark. */
    public void text(int field, String value) {
        int size = value.length();
        int before = length;
        head(field, size);
        ensure(size);
        byte[] into = bytes;
        int at = length;
        for (int i = 0; i < size; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                length = before;
                bytes(field, value.getBytes(StandardCharsets.UTF_8));
                return;
            }
            into[at++] = (byte) c;
        }
        length = at;
    }

    public void bytes(int field, byte[] value) {
        head(field, value.length);
        raw(value);
    }

    /** {@code bytes} that are given as lower-case hexadecimal digits, two for each. */
    public void hex(int field, String digits) {
        int size = digits.length() / 2;
        head(field, size);
        ensure(size);
        for (int i = 0; i < 2 * size; i += 2) {
            bytes[length++] = (byte) (HEX[digits.charAt(i)] << 4 | HEX[digits.charAt(i + 1)]);
        }
    }

    /** What comes before a message, a text or bytes of this length. */
    public void head(int field, int size) {
        ensure(LONGEST_HEAD);
        tag(field, LENGTH);
        varint(size);
    }

    /** Fields that another one has written. */
    public void raw(byte[] fields) {
        ensure(fields.length);
        System.arraycopy(fields, 0, bytes, length, fields.length);
        length += fields.length;
    }

    /**
     * Begins a message in this one.
     *
     * @param lengthBytes how many its length will take, most likely: 1 below 128 bytes, 2 below 16,384, 3 below 2 MiB
     * @return what {@link #end} asks for
     */
    public int begin(int field, int lengthBytes) {
        ensure(LONGEST_HEAD);
        tag(field, LENGTH);
        length += lengthBytes;
        return length;
    }

    /** @param lengthBytes as given to {@link #begin} */
    public void end(int begun, int lengthBytes) {
        int size = length - begun;
        int needed = sizeOf(size);
        if (needed != lengthBytes) {
            ensure(LONGEST_VARINT);
            System.arraycopy(bytes, begun, bytes, begun - lengthBytes + needed, size);
        }
        length = begun - lengthBytes;
        varint(size);
        length += size;
    }

    private static int sizeOf(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & -MORE) != 0) {
            bytes[length++] = (byte) (rest | MORE);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void littleEndian(long value, int size) {
        long rest = value;
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

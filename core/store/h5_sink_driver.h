// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The HDF5 file driver that our writers use. HDF5 1.10 crashes at exit when a flush or close fails
// (its cache keeps entries that it cannot write), so a full disk would end in a segmentation
// fault. This driver remembers the first failure and from then on accepts and drops every write:
// the library closes in order, and the writer asks for the errno and removes the file.

#include <hdf5.h>

namespace moqa::h5 {

struct SinkState {
    int error = 0; // first errno of open, write or truncate; 0 = none
};

// Makes a file-access property list write through the driver. state outlives every file opened
// with it.
bool useSinkDriver(hid_t accessList, SinkState* state);

} // namespace moqa::h5

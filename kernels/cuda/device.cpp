// SPDX-License-Identifier: GPL-3.0-or-later
#include "cuda/device.h"

#include <cstdio>

namespace moqa::kernels::cuda {

Device& Device::instance() {
    static Device device;
    return device;
}

bool Device::start() {
    int count = 0;
    cudaError_t error = cudaGetDeviceCount(&count);
    if (error == cudaSuccess && count == 0) error = cudaErrorNoDevice;
    cudaDeviceProp properties{};
    if (error == cudaSuccess) error = cudaGetDeviceProperties(&properties, 0);
    if (error == cudaSuccess) error = cudaSetDevice(0);
    if (error != cudaSuccess) {
        std::snprintf(m_why, sizeof m_why, "%s", cudaGetErrorString(error));
        return false;
    }
    if (cublasCreate(&m_blas) != CUBLAS_STATUS_SUCCESS) {
        std::snprintf(m_why, sizeof m_why, "cuBLAS does not start on %s", properties.name);
        return false;
    }
    std::snprintf(m_description, sizeof m_description,
                  "%s, %.0f GiB, compute capability %d.%d, cuBLAS", properties.name,
                  static_cast<double>(properties.totalGlobalMem) / 1073741824.0, properties.major,
                  properties.minor);
    return true;
}

void* Session::lend(size_t bytes) {
    Device& device = Device::instance();
    if (m_used == device.m_slots.size()) device.m_slots.push_back({});
    Device::Slot& slot = device.m_slots[m_used++];
    if (slot.bytes < bytes) {
        cudaFree(slot.data);
        slot = {};
        check(cudaMalloc(&slot.data, bytes));
        if (m_ok) slot.bytes = bytes;
    }
    return slot.data;
}

void Session::copy(void* to, size_t toPitch, const void* from, size_t fromPitch, size_t width,
                   int64_t rows, cudaMemcpyKind kind) {
    if (!m_ok || width == 0 || rows == 0) return;
    check(cudaMemcpy2D(to, toPitch, from, fromPitch, width, static_cast<size_t>(rows), kind));
}

bool Session::finish() {
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());
    return m_ok;
}

} // namespace moqa::kernels::cuda
